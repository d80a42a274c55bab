import CommandLine
import Diagnostics
import Events
import Reports
import WebhookReceiver

struct EventsCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "events",
    abstract: "Show the event types that webhooks can subscribe to",
    discussion: [
      """
      Shows when each event type is sent; with TYPE, also what the event carries, which API call reads more, \
      and a sample payload. The test event, which 'ping' sends to any webhook, is WEBHOOK_PING_CREATED.
      """
    ],
    arguments: [
      .init(
        name: "TYPE", help: "One event type, as in webhooks.yaml or as in a payload", isOptional: true,
        suggestions: EventCatalogue.all.map { .init($0.type, says: $0.summary) })
    ],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    formats: [.text, .json, .markdown],
    examples: [
      .init("List the event types", "storehooks events"),
      .init("See what an event carries", "storehooks events BUILD_UPLOAD_STATE_UPDATED"),
    ])

  static func report(of failure: Findings) -> (any Report)? { EventsReport([], errors: failure.errors) }

  let session: Session

  func run() throws -> CommandResult {
    guard let name = session.arguments.first else { return CommandResult(EventsReport(EventCatalogue.all)) }
    return CommandResult(EventsReport(of: try Session.event(named: name)))
  }
}

extension Session {
  /// The event type with Apple's name, or with the one in deliveries.
  static func event(named name: String) throws(CommandFailure) -> EventDescription {
    let candidates = [name, NotificationType(rawValue: name).apiName]
    if let event = candidates.lazy.compactMap(EventCatalogue.description(of:)).first { return event }
    let names = EventCatalogue.all.map(\.type)
    let nearest = candidates.lazy.compactMap { Spelling.nearest(to: $0.uppercased(), among: names) }.first
    let remedy = nearest.map { "did you mean '\($0)'?" } ?? "'storehooks events' lists them"
    throw CommandFailure.usage("unknown event type '\(Discretion.shown(name))'; \(remedy)")
  }
}
