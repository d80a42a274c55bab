import CommandLine
import Events

extension CommandSpec {
  /// `storehooks events`.
  static let events = Self(
    name: "events",
    abstract: "Show the event types that webhooks can ask for",
    discussion: [
      """
      For each event type: what has happened when it is sent, and, with TYPE, what the event carries, which call \
      of the API reads more, and a sample of the payload. The test event, which 'ping' sends to any webhook, is \
      WEBHOOK_PING_CREATED.
      """
    ],
    arguments: [
      Argument(
        name: "TYPE", help: "One event type, as in webhooks.yaml or as in a payload", isOptional: true,
        suggestions: EventCatalogue.all.map { .init($0.type, says: $0.summary) })
    ],
    relevantGroups: [.output, .general],
    formats: [.text, .json, .markdown],
    examples: [
      .init("List the event types", "storehooks events"),
      .init("See what an event carries", "storehooks events BUILD_UPLOAD_STATE_UPDATED"),
    ])
}
