import CommandLine
import Reports

extension CommandLineSpec {
  /// The command line of Storehooks. A new command or option is one more entry here; parsing and help
  /// follow.
  static let storehooks = Self(
    program: "storehooks",
    abstract: "App Store Connect webhooks as code",
    discussion: [
      """
      A YAML file states which webhooks every app should have. Storehooks compares it with what App \
      Store Connect has, prints a plan, and makes exactly the calls that close the difference.
      """
    ],
    commands: everyCommand,
    globalGroups: [
      OptionGroup(role: .selection, title: "Files and apps", options: selectionOptions),
      OptionGroup(role: .connection, title: "Connection", options: connectionOptions),
      OptionGroup(role: .credentials, title: "Credentials", options: credentialOptions, note: credentialNote),
      OptionGroup(role: .output, title: "Output", options: outputOptions),
      OptionGroup(role: .general, title: "General", options: generalOptions),
    ],
    examples: [
      .init("Check the file without any credentials", "storehooks validate"),
      .init("Show what would change", "storehooks plan"),
      .init("Make the changes without being asked", "storehooks apply --yes"),
      .init("Try it all without an account", "storehooks plan --simulate fleet.json"),
    ],
    environment: storehooksEnvironment, files: storehooksFiles)

  private static let everyCommand: [CommandSpec] = [
    .validate, .plan, .apply, .drift, .import, .list, .ping, .deliveries, .redeliver, .listen, .verify,
    .events, .trigger,
    .`init`, .schema, .simulate, .completions, .version, .help,
  ]

  private static let selectionOptions: [OptionSpec] = [
    .value(
      "file", short: "f", "PATH", .path, repeatable: true, default: GlobalOptions.defaultFile,
      "Desired-state file, or a folder of '*.yaml' and '*.yml' files; - is standard input"),
    .value(
      "app", "PATTERN", .pattern, repeatable: true,
      "Work on these apps only: a bundle ID, in which '*' stands for any characters, or an Apple ID"),
    .value(
      "state", "PATH", .path,
      "State file, which knows the managed webhooks and a fingerprint of each secret; by default "
        + "'webhooks.state.json' beside the first desired-state file"),
    .flag("no-state", conflicts: ["state"], "Use no state file: every secret is unknown"),
  ]

  private static let connectionOptions: [OptionSpec] = [
    .value(
      "api-url", "URL", .url, default: GlobalOptions.defaultAPIURL, environment: "STOREHOOKS_API_URL",
      "Where the API is; plain http is for loopback hosts only"),
    .value(
      "simulate", "FLEET.json", .path, conflicts: ["api-url"],
      "Run against the embedded simulator, which loads and saves this file; needs no credentials"),
    .value(
      "concurrency", "N", .integer(1...64), default: String(GlobalOptions.defaultConcurrency),
      "How many requests may be in flight"),
    .value(
      "timeout", "DURATION", .duration(.milliseconds(1)...(.seconds(86_400))),
      default: GlobalOptions.defaultTimeout.spelled, "How long one request may take"),
    .value(
      "max-wait", "DURATION", .duration(.zero...(.seconds(86_400))),
      default: GlobalOptions.defaultMaxWait.spelled, "How long to wait for rate limits, in all"),
    .flag(
      "ignore-totals",
      "Accept lists of apps and webhooks that have fewer entries than App Store Connect counts, with a warning"
    ),
  ]

  private static let credentialOptions: [OptionSpec] = [
    .value("key-id", "ID", .string, "ID of the App Store Connect API key"),
    .value("issuer-id", "ID", .string, "Issuer ID of a team key; leave it out for an individual key"),
    .value("private-key", "PATH", .path, "The key's '.p8' file"),
  ]

  private static let credentialNote = """
    Without these options the environment is read: ASC_KEY_ID, ASC_ISSUER_ID, and ASC_PRIVATE_KEY (PEM, \
    or base64 of it) or ASC_PRIVATE_KEY_PATH; then the variables of fastlane and of Codemagic.
    """

  /// The formats that some command has.
  private static let knownFormats = OutputFormat.allCases.filter { format in
    everyCommand.contains { $0.formats.contains(format) }
  }

  private static let outputOptions: [OptionSpec] = [
    .value(
      "format", "FORMAT", .enumeration(knownFormats.map(\.rawValue)),
      default: OutputFormat.text.rawValue, "How results are written"),
    .value(
      "color", "WHEN", .enumeration(ColorChoice.allCases.map(\.rawValue)),
      default: ColorChoice.auto.rawValue, "Whether to use color; auto honors NO_COLOR and CLICOLOR_FORCE"),
    .flag("quiet", "Leave out progress and notes"),
    .flag("verbose", conflicts: ["quiet"], "Print one line per request"),
  ]

  private static let generalOptions: [OptionSpec] = [
    .flag("help", short: "h", "Show help, for a command where one is given"),
    .flag("version", "Show the version"),
  ]
}
