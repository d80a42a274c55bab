import CommandLine
import Events

extension CommandSpec {
  /// `storehooks trigger`.
  static let trigger = Self(
    name: "trigger",
    abstract: "Send a sample event to a receiver",
    discussion: [
      """
      Sends the sample payload of an event type, as 'storehooks events TYPE' shows it, to a receiver on this machine: \
      signed as App Store Connect signs it, and with an ID and a time of its own, so that no receiver takes it for one \
      that it has had. Shows what the receiver answered and how long that took. With 'storehooks listen' or your own \
      receiver it is all that developing one takes; it needs no account.
      """
    ],
    arguments: [
      Argument(
        name: "TYPE", help: "The event type, as in webhooks.yaml or as in a payload",
        suggestions: EventCatalogue.all.map { .init($0.type, says: $0.summary) })
    ],
    options: [
      .value("to", "URL", .url, "The receiver's URL"),
      .flag("allow-remote", "Accept a URL that is not on this machine"),
      .value(
        "secret-env", "NAME", .string,
        "Environment variable with the webhook's secret; without it the event isn't signed"),
      .value(
        "set", "NAME=VALUE", .string, repeatable: true,
        "Give an attribute another value, or the event another attribute; lists are written A,B"),
      .value(
        "count", "N", .integer(1...10_000), default: "1", "How many events to send, one after the other"),
    ],
    relevantGroups: [.output, .general],
    exitCodes: [
      .init(0, "The receiver answered every event with a status from 200 to 299"),
      .init(1, "It answered one otherwise, or not at all"), .wrongUsage,
    ],
    examples: [
      .init(
        "Send a test event to a receiver on this machine",
        "storehooks trigger WEBHOOK_PING_CREATED --to http://127.0.0.1:9000/"),
      .init("Send ten", "storehooks trigger WEBHOOK_PING_CREATED --to http://[::1]:9000/ --count 10"),
    ])
}
