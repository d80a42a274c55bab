import CommandLine

extension CommandLineSpec {
  /// The environment variables that matter, other than those of options.
  static let storehooksEnvironment: [Entry] = [
    .init(
      "ASC_KEY_ID, ASC_ISSUER_ID, ASC_PRIVATE_KEY, ASC_PRIVATE_KEY_PATH",
      """
      The App Store Connect API key: its ID, the issuer ID of a team key, and the private key as PEM or base64 of it, \
      or the path of its file.
      """),
    .init(
      "APP_STORE_CONNECT_API_KEY_PATH",
      "fastlane's JSON key file. fastlane's other variables, which begin with APP_STORE_CONNECT_API_KEY_, are read, too."
    ),
    .init(
      "APP_STORE_CONNECT_KEY_IDENTIFIER, APP_STORE_CONNECT_ISSUER_ID, APP_STORE_CONNECT_PRIVATE_KEY",
      "Codemagic's variables for the API key."),
    .init(
      "NO_COLOR", "Set to anything but the empty text, it turns color off, unless --color says otherwise."),
    .init("CLICOLOR_FORCE", "Set to anything but 0, it turns color on where there is no terminal."),
    .init("TERM", "On a terminal that is 'dumb' there is neither color nor progress."),
    .init("COLUMNS", "The width to keep to, in place of the terminal's."),
    .init("TZ", "The time zone of times in text."),
    .init(
      "https_proxy, no_proxy, SSL_CERT_FILE, SSL_CERT_DIR",
      "Proxy and certificate authorities of connections, as for curl."),
  ]

  /// The files that matter.
  static let storehooksFiles: [Entry] = [
    .init("webhooks.yaml", "The desired-state file, where --file names no other."),
    .init(
      "webhooks.state.json",
      """
      The state file beside it: which webhooks are managed, and a fingerprint of each secret; never a secret. Keep it \
      with the desired-state file, or do without by --no-state.
      """),
  ]
}
