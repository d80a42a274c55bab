import CommandLine
import Cryptography

extension CommandLineSpec {
  /// The command line of Storehooks; parsing, help and completion are made from it.
  static let storehooks = Self(
    program: "storehooks",
    abstract: "App Store Connect webhooks as code",
    discussion: [
      """
      A YAML file states which webhooks every app should have. Storehooks compares it with what App \
      Store Connect has, prints a plan, and makes exactly the calls that close the difference.
      """
    ],
    commands: Program.commands.map { $0.specification },
    globalGroups: [
      OptionGroup(
        role: .selection, title: "Files and apps",
        options: [
          Option.file.spec, Option.variable.spec, Option.app.spec, Option.state.spec, Option.noState.spec,
        ]),
      OptionGroup(
        role: .connection, title: "Connection",
        options: [
          Option.apiURL.spec, Option.simulate.spec, Option.concurrency.spec, Option.timeout.spec,
          Option.maxWait.spec, Option.ignoreTotals.spec,
        ]),
      OptionGroup(
        role: .credentials, title: "Credentials",
        options: [Option.keyID.spec, Option.issuerID.spec, Option.privateKey.spec],
        note: """
          Without these options the environment is used: ASC_KEY_ID, ASC_ISSUER_ID, and ASC_PRIVATE_KEY \
          (PEM, or base64 of it) or ASC_PRIVATE_KEY_PATH; then the variables of fastlane and of Codemagic.
          """),
      OptionGroup(
        role: .output, title: "Output",
        options: [Option.format.spec, Option.color.spec, Option.quiet.spec, Option.verbose.spec]),
      OptionGroup(
        role: .general, title: "General",
        options: [
          Option.flag("help", short: "h", "Show help, or a command's help").spec,
          Option.flag("version", "Show the version").spec,
        ]),
    ],
    examples: [
      .init("Check the file without any credentials", "storehooks validate"),
      .init("Show what would change", "storehooks plan"),
      .init("Make the changes without confirmation", "storehooks apply --yes"),
      .init("Try everything without an account", "storehooks plan --simulate fleet.json"),
    ],
    environment: surroundings, files: knownFiles)

  private static let surroundings: [Entry] = [
    .init(
      "ASC_KEY_ID, ASC_ISSUER_ID, ASC_PRIVATE_KEY, ASC_PRIVATE_KEY_PATH",
      """
      The App Store Connect API key: its ID, the issuer ID of a team key, and the private key as PEM or \
      base64 of it, or the path of its file.
      """),
    .init(
      "APP_STORE_CONNECT_API_KEY_PATH",
      "fastlane's JSON key file. fastlane's other APP_STORE_CONNECT_API_KEY_ variables are read too."
    ),
    .init(
      "APP_STORE_CONNECT_KEY_IDENTIFIER, APP_STORE_CONNECT_ISSUER_ID, APP_STORE_CONNECT_PRIVATE_KEY",
      "Codemagic's variables for the API key."),
    .init(
      "STOREHOOKS_VAR_NAME",
      "The value of the desired-state file's variable 'name'; the only way to set a sensitive one."),
    .init(
      "NO_COLOR", "If set and not empty, turns color off, unless --color says otherwise."),
    .init("CLICOLOR_FORCE", "If set and not 0, turns color on even without a terminal."),
    .init("TERM", "A 'dumb' terminal gets no color and no progress."),
    .init("COLUMNS", "Width of the output, instead of the terminal's."),
    .init("TZ", "The time zone of times in text."),
    .init(
      "https_proxy, no_proxy, SSL_CERT_FILE, SSL_CERT_DIR",
      "Proxy and certificate authorities of connections, as for curl."),
  ]

  private static let knownFiles: [Entry] = [
    .init("webhooks.yaml", "The desired-state file, unless --file names another."),
    .init(
      "webhooks.state.json",
      """
      The state file beside it: which webhooks are managed, and a fingerprint of each secret; never a \
      secret. Keep it with the desired-state file, or use --no-state.
      """),
  ]
}

extension Discretion {
  /// Doesn't repeat anything that may be a key or a secret.
  static var storehooks: Self {
    var discretion = Self()
    discretion.isKey = KeyMaterial.isIn
    discretion.keyRemedy =
      "a key itself belongs in the environment variable ASC_PRIVATE_KEY, or in the file that --private-key "
      + "names"
    discretion.shown = shown
    return discretion
  }

  static func shown(_ text: String) -> String {
    if text.contains("PRIVATE KEY") || KeyMaterial.isIn(text) { return "<private key>" }
    return PlainText.isPattern(text) ? UsageError.shown(text) : "<not shown>"
  }
}
