import CommandLine

// Options that several commands share, and texts about them.

extension Option<Bool> {
  static let allApps = flag("all-apps", "List every app that the API key can see")
  static let allowRemote = flag("allow-remote", "Accept a --host that other machines can reach")
  static let failed = flag("failed", "Only deliveries that failed")
  static let filesChanged = flag(
    "files-changed",
    "The files given now are all there are: apps that only other files listed have left, and those files' "
      + "policy is gone"
  )
  static let force = flag("force", "Replace FILE if it exists")
  static let noSecrets = flag(
    "no-secrets", "Read no secret and start no program; still use the state file")
}

extension Option<Int> {
  static let port = value(
    "port", "N", .integer(0...65_535), default: 0, "Port to listen on; 0 picks a free one")
}

extension Option<Duration> {
  static let wait = value(
    "wait", "DURATION", .duration(.zero...(.seconds(3_600))), default: .seconds(60),
    "How long to follow each delivery")
  /// `--wait` for commands that only test webhooks on request.
  static let verificationWait = wait.saying("How long to wait for each test event to arrive")
}

extension Option<String> {
  static let since = value(
    "since", "TIME", .string, default: "24h",
    "Only deliveries since TIME: a duration back from now, or a date in UTC such as '2026-11-20' or "
      + "'2026-11-20T08:00:00Z'; at most 10 days back")
}

extension Option<String?> {
  static let until = value("until", "TIME", .string, "Only deliveries before TIME")
  static let out = value(
    "out", "FILE", .path, "Write the file here instead of to standard output (-)")
}

extension Option<[String]> {
  static let webhook = values(
    "webhook", "NAME|ID", .name(), "Only webhooks with this name, or the one with this ID")
  static let secretEnv = values(
    "secret-env", "NAME", .string,
    "Environment variable with the webhook's secret; repeat it while a secret is being changed")
  static let writeSecrets = values(
    "write-secrets", "WHICH", .name(or: ["all", "unknown"]),
    "Also write secrets that aren't known to have changed: all, unknown, or the name of a webhook")
}

/// Which webhooks `ping`, `deliveries` and `redeliver` are about.
let webhookChoice = """
  Without --app, the webhooks are those of the file's apps, whether the file lists them or not; with --app, \
  those of any apps of the account, and no file is needed. A webhook given by its ID needs neither.
  """

extension ExitCode {
  static let stalePlan = Self(rawValue: 3)
  static let invalidFile = Self(rawValue: 65)
  /// The exit code of a run that a signal stopped: 130 for SIGINT, 143 for SIGTERM.
  static func interrupted(by signal: Int32) -> Self { Self(rawValue: 128 + signal) }
}

extension CommandSpec.Exit {
  static let wrongUsage = Self(ExitCode.usage.rawValue, "Wrong usage")
  static let invalidFile = Self(ExitCode.invalidFile.rawValue, "The desired-state file is invalid")
  static let interrupted = Self(130, "Interrupted, after reporting what is known")
}
