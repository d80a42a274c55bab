import CommandLine

extension ListenCommand {
  static let specification = CommandSpec(
    name: "listen",
    abstract: "Receive events on this machine, for development",
    discussion: [
      """
      Receives webhook deliveries over HTTP until it is interrupted: checks their signatures, prints a line \
      for each event, and answers 200 once the event is printed and, with --dir, saved. A wrong signature is \
      answered with 401. With --format json each line is a JSON object. App Store Connect delivers to public \
      https URLs only, so put a tunnel in front, or let 'storehooks simulate --deliver' send the events. \
      Refuses requests from browsers and, without --secret-env, requests to hosts other than this machine \
      and --allow-host.
      """,
      """
      CMD runs in /bin/sh for each event, one at a time and in order, with the event's body on standard \
      input and facts about it in variables such as STOREHOOKS_EVENT_TYPE; docs/receiver.md lists them. What \
      it writes goes to standard error.
      """,
    ],
    options: [
      Option.port.spec, Option.host.spec, Option.allowRemote.spec, Option.allowHost.spec,
      Option.secretEnv.spec, Option.dir.spec, Option.exec.spec, Option.execTimeout.spec, Option.queue.spec,
      Option.respond.spec,
    ],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    exitCodes: [
      .init(0, "Stopped by SIGINT or SIGTERM, after finishing the events under way"),
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
}

extension Option<String> {
  static let host = value("host", "ADDRESS", .string, default: "127.0.0.1", "IP address to listen on")
}

extension Option<[String]> {
  static let allowHost = values(
    "allow-host", "NAME", .string, "Without --secret-env, also answer requests to this host: that of a tunnel"
  )
}

extension Option<String?> {
  static let dir = value(
    "dir", "DIR", .path, "Save each event's body to its own file in this folder")
  static let exec = value("exec", "CMD", .string, "Run a shell command for each event")
}

extension Option<Duration> {
  static let execTimeout = value(
    "exec-timeout", "DURATION", .duration(.milliseconds(1)...(.seconds(86_400))), default: .seconds(30),
    "How long CMD may take for one event; then it is killed")
}

extension Option<Int> {
  static let queue = value(
    "queue", "N", .integer(1...100_000), default: 256,
    "How many events may be under way, including those waiting for CMD; more are answered with 503")
  static let respond = value(
    "respond", "STATUS", .integer(200...599), default: 200,
    "Answer good events with this status, to rehearse failures")
}
