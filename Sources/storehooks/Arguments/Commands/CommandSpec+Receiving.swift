import CommandLine

extension CommandSpec {
  /// `storehooks listen`.
  static let listen = Self(
    name: "listen",
    abstract: "Receive events on this machine, for development",
    discussion: [
      """
      Receives webhook deliveries over HTTP until it is interrupted: checks their signatures, prints a \
      line for each event, and answers 200 once the event is printed and, with --dir, saved. A wrong \
      signature is answered with 401. With --format json each line is a JSON object. App Store Connect \
      delivers to public https URLs only, so put a tunnel in front, or let 'storehooks simulate --deliver' \
      send the events. Requests of browsers are refused; so are, without --secret-env, those to another host than \
      this machine or --allow-host.
      """,
      """
      CMD runs in /bin/sh for each event, one at a time and in order, with the event's body on standard input \
      and facts about it in variables such as STOREHOOKS_EVENT_TYPE; docs/receiver.md lists them. What it \
      writes goes to standard error.
      """,
    ],
    options: [
      .value("port", "N", .integer(0...65_535), default: "0", "Port to listen on; 0 picks a free one"),
      .value("host", "ADDRESS", .string, default: "127.0.0.1", "IP address to listen on"),
      .flag("allow-remote", "Accept a --host that other machines can reach"),
      .value(
        "allow-host", "NAME", .string, repeatable: true,
        "Without --secret-env, also answer requests to this host: that of a tunnel"),
      secretEnvironment("Environment variable with the webhook's secret; several while a secret is changed"),
      .value("dir", "DIR", .path, "Save the body of each event to a file of its own in this folder"),
      .value("exec", "CMD", .string, "Run a shell command for each event"),
      .value(
        "exec-timeout", "DURATION", .duration(.milliseconds(1)...(.seconds(86_400))), default: "30s",
        "How long CMD may take for one event; then it is killed"),
      .value(
        "queue", "N", .integer(1...100_000), default: "256",
        "How many events may be under way, waiting for CMD included; further ones are answered with 503"),
      .value(
        "respond", "STATUS", .integer(200...599), default: "200",
        "Answer good events with this status, to rehearse failures"),
    ],
    relevantGroups: [.output, .general],
    exitCodes: [
      .init(0, "Stopped by SIGINT or SIGTERM, after finishing what was under way"),
      .init(1, "Failed"), .wrongUsage,
    ],
    examples: [
      .init("Receive and verify", "storehooks listen --port 9000 --secret-env WEBHOOK_SECRET"),
      .init("Hand each event to a script", "storehooks listen --port 9000 --exec ./handle.sh"),
      .init(
        "Receive through a tunnel, unverified",
        "storehooks listen --port 9000 --allow-host name.tunnel.example"),
      .init("Keep every event", "storehooks listen --port 9000 --dir events --format json"),
      .init("See how deliveries fail", "storehooks listen --port 9000 --respond 500"),
    ])

  /// `storehooks verify`.
  static let verify = Self(
    name: "verify",
    abstract: "Verify the signature of one payload",
    discussion: [
      """
      Reads the body of a delivery from standard input, byte for byte as it came, and tells whether the \
      value of its x-apple-signature header belongs to it.
      """
    ],
    options: [
      .value(
        "signature", "VALUE", .string, "Value of the x-apple-signature header, with or without 'hmacsha256='"),
      secretEnvironment("Environment variable with the webhook's secret; several to try more than one"),
    ],
    relevantGroups: [.output, .general],
    exitCodes: [
      .init(0, "The signature is valid"), .init(1, "It is not, or it could not be checked"), .wrongUsage,
    ],
    examples: [
      .init(
        "Verify a saved body",
        "storehooks verify --signature 01ab45cd --secret-env WEBHOOK_SECRET")
    ])

  private static func secretEnvironment(_ help: String) -> OptionSpec {
    .value("secret-env", "NAME", .string, repeatable: true, help)
  }
}
