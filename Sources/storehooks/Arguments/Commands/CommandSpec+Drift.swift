import CommandLine

extension CommandSpec {
  /// `storehooks drift`.
  static let drift = Self(
    name: "drift",
    abstract: "Report what was changed by hand",
    discussion: [
      """
      Compares App Store Connect with the file and reports every webhook that is not as the file says: \
      what is there now, and what the file has. For a job that runs every night: it changes nothing, needs \
      no webhook secret, and prints one line where all is well.
      """,
      """
      A difference is a webhook that is missing, was changed or isn't in the file, and an app of the file \
      that no longer exists. No difference is a webhook that an ignore rule covers or that stays because \
      prune is off, and a secret, unless the state file tells that its source gives a new one. The state \
      file also tells what was done by hand from what is new in the file.
      """,
    ],
    options: [
      .flag(
        "all-apps",
        "Also report the webhooks of apps that the file doesn't name, unless policy.ignore covers them"),
      .flag(
        "ping",
        "Also send a test event to every enabled webhook of the file; one that doesn't arrive is a difference. "
          + "Finds secrets that were changed by hand, on either side"),
      verificationWait,
      .filesChanged,
    ],
    formats: [.text, .json, .markdown, .junit],
    exitCodes: [
      .init(0, "No difference"),
      .init(1, "Failed, or not every app could be compared"),
      .init(2, "There is a difference"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Check every night whether somebody has changed anything", "storehooks drift"),
      .init("Find webhooks on apps that nobody has written down, too", "storehooks drift --all-apps"),
      .init("Prove every night that all webhooks work, too", "storehooks drift --ping"),
      .init("Read the differences in a script", "storehooks drift --format json"),
    ])
}
