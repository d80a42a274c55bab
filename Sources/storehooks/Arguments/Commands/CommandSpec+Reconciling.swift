import CommandLine

extension CommandSpec {
  /// `storehooks validate`.
  static let validate = Self(
    name: "validate",
    abstract: "Check the desired-state file offline",
    discussion: [
      """
      Reads the file or files, and reports everything that is wrong with them in one run, with the \
      place and a remedy. Needs no credentials, no secrets and no network.
      """
    ],
    relevantGroups: [.selection, .output, .general],
    formats: [.text, .json, .markdown, .gitlab],
    exitCodes: [.init(0, "The file is valid"), .wrongUsage, .invalidFile],
    examples: [
      .init("Check webhooks.yaml", "storehooks validate"),
      .init("Check all files of a folder", "storehooks validate --file webhooks/"),
    ])

  /// `storehooks plan`.
  static let plan = Self(
    name: "plan",
    abstract: "Show what apply would change",
    discussion: [
      """
      Reads the live webhooks of the apps in the file, and prints the difference and the calls that \
      close it, in the order in which apply makes them. Changes nothing, and needs no webhook secret.
      """,
      """
      Secrets can't be read back. Where the state file has a record of a secret and its source is \
      available here, the two are compared; else the secret is unknown, which is no difference. A source \
      can be a program: --no-secrets is for files that nobody has reviewed yet, as in pull requests.
      """,
      """
      --out replaces a saved plan, and another file only with --force; never a file that the plan is made from. \
      A device or a pipe is written into. With '--out -' the plan alone goes to standard output, and its report \
      to standard error.
      """,
    ],
    options: [
      .flag("detailed-exitcode", "Exit with 2 where there are changes, and with 0 where there are none"),
      .value("out", "FILE", .path, "Save the plan, for 'storehooks apply FILE'; - is standard output"),
      .flag("force", "Let --out replace FILE even if that is no saved plan"),
      .flag("no-secrets", "Read no secret, and start no program; what the state file records is used"),
      writeSecrets,
      .filesChanged,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, with or without changes"),
      .init(1, "Failed"),
      .init(2, "Changes are present, with --detailed-exitcode only"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Show what would change", "storehooks plan"),
      .init("Let a CI job find out whether there is anything to do", "storehooks plan --detailed-exitcode"),
      .init("Save the plan of a pull request for its merge", "storehooks plan --out plan.json"),
      .init("Plan for a pull request", "storehooks plan --no-secrets --format markdown"),
      .init("Plan for some apps, for a script", "storehooks plan --app 'com.example.*' --format json"),
    ])

  /// `storehooks apply`.
  static let apply = Self(
    name: "apply",
    abstract: "Make the live webhooks match the file",
    discussion: [
      """
      Plans, shows the plan, asks for confirmation, and makes the calls. The secrets of all webhooks \
      that it creates are read before the first call. An app whose webhooks could not be read gets no \
      calls, and one app's failure doesn't stop the others; the next apply finishes the work.
      """,
      """
      With a saved PLAN, exactly its calls are made: the desired-state file and the apps that it touches \
      are read again, and if any of them is no longer what the plan was made from, nothing is changed.
      """,
    ],
    arguments: [
      Argument(
        name: "PLAN", help: "A plan that 'storehooks plan --out' has saved", isOptional: true, isPath: true)
    ],
    options: [
      .flag("yes", "Don't ask for confirmation; needed where there is no terminal"),
      .value(
        "allow-deletes", "N", .integer(0...1_000_000),
        "Accept a plan with up to N deletes, instead of policy.maxDeletes"),
      writeSecrets,
      .filesChanged,
      .flag(
        "verify",
        "Then send a test event to every enabled webhook that was created or changed, and fail where it doesn't "
          + "arrive"),
      verificationWait,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done"),
      .init(1, "Failed, or applied in part"),
      .init(3, "The saved plan is stale; nothing was changed"),
      .wrongUsage, .invalidFile,
      .init(130, "Interrupted, after the calls in flight were finished and reported"),
    ],
    examples: [
      .init("Review the plan, then confirm", "storehooks apply"),
      .init("Apply in a CI job", "storehooks apply --yes"),
      .init("Apply a saved plan", "storehooks apply plan.json --yes"),
      .init("Prove that receivers accept what was applied", "storehooks apply --yes --verify"),
      .init("Apply to one app", "storehooks apply --app com.example.notes"),
    ])
}

extension OptionSpec {
  /// `--files-changed`, of all commands that compare with the state file.
  static let filesChanged = Self.flag(
    "files-changed",
    "The files given now are all there are: what only other files listed has left, and their policy is gone")
}

private let writeSecrets = OptionSpec.value(
  "write-secrets", "WHICH", .name(or: ["all", "unknown"]), repeatable: true,
  "Also write secrets that aren't known to have changed: all, unknown, or the name of a webhook")

extension CommandSpec.Exit {
  static let wrongUsage = Self(ExitCode.usage.rawValue, "Wrong usage")
  static let invalidFile = Self(65, "The desired-state file is invalid")
}
