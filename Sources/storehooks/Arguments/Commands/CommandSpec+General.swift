import CommandLine

extension CommandSpec {
  /// `storehooks simulate`.
  static let simulate = Self(
    name: "simulate",
    abstract: "Serve a simulated App Store Connect on loopback",
    discussion: [
      """
      Serves the embedded simulator of the webhooks API over HTTP until it is interrupted, and prints \
      its URL first. Point other commands, or any client, at that URL with --api-url.
      """
    ],
    options: [
      .value("port", "N", .integer(0...65_535), default: "0", "Port to listen on; 0 picks a free one"),
      .value("fleet", "FILE", .path, "JSON file with the apps and webhooks; every change is saved to it"),
      .value(
        "public-key", "PATH", .path,
        "PEM file with the public half of the API key: tokens are then checked, against --key-id and "
          + "--issuer-id where they are given"),
      .value(
        "faults", "FILE", .path,
        "JSON file with rules for what goes wrong: errors, lost connections, edits by somebody else; "
          + "docs/simulator.md has an example of each"),
      .flag(
        "deliver",
        "Send events to receivers on loopback hosts, signed, and record what they answer; without it every "
          + "delivery succeeds unsent"),
      .flag(
        "live-quirks",
        "Behave as the live service where it departs from Apple's document: deliveries need a created-date "
          + "filter of the last ten days and can't be filtered by state, and redelivering sometimes answers 500"
      ),
    ],
    relevantGroups: [.output, .general],
    examples: [
      .init("Serve a fleet", "storehooks simulate --fleet fleet.json --port 8080"),
      .init("Plan against it", "storehooks plan --api-url http://127.0.0.1:8080"),
      .init(
        "Serve it over a bad connection",
        "storehooks simulate --fleet fleet.json --faults faults.json --port 8080"),
      .init(
        "Send real deliveries to a receiver on this machine",
        "storehooks simulate --fleet fleet.json --deliver"),
    ])

  /// `storehooks version`.
  static let version = Self(
    name: "version",
    abstract: "Print version, commit and platform",
    discussion: [],
    relevantGroups: [.output, .general],
    examples: [.init("Print the version", "storehooks version")])

  /// `storehooks help`.
  static let help = Self(
    name: "help",
    abstract: "Show help on a command",
    discussion: ["Without a command, shows all commands and the options that they share."],
    arguments: [
      Argument(name: "COMMAND", help: "The command to show help on", isOptional: true)
    ],
    options: [.flag("man", "Print the manual page storehooks(1) instead, for man and for packages")],
    relevantGroups: [.general],
    examples: [
      .init("Show help on plan", "storehooks help plan"),
      .init("Print the manual page", "storehooks help --man"),
    ])
}
