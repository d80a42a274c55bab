import CommandLine
import Diagnostics
import Reports
import Events
import WebhookReceiver

/// `storehooks events`: the catalogue of event types, or one of them.
struct EventsCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    let name = context.invocation.arguments.first
    let events = try name.map { [try Self.event(named: $0)] } ?? EventCatalogue.all
    switch context.options.format {
    case .json: context.output.deliver(EventsDocument(events).json())
    case .markdown:
      let report = name == nil ? EventsMarkdown.report(events) : EventsMarkdown.report(of: events[0])
      context.output.deliver(report.render())
    case .text, .gitlab, .junit:
      let text = EventsText(style: context.style, width: context.terminal.width)
      context.output.deliver(name == nil ? text.list(events) : text.page(of: events[0]))
    }
    return Program.ExitCode.done
  }

  /// The event type of a name: Apple's, or the one that deliveries have.
  static func event(named name: String) throws(CommandFailure) -> EventDescription {
    let candidates = [name, NotificationType(rawValue: name).apiName]
    if let event = candidates.lazy.compactMap(EventCatalogue.description(of:)).first { return event }
    let names = EventCatalogue.all.map(\.type)
    let nearest = candidates.lazy.compactMap { Spelling.nearest(to: $0.uppercased(), among: names) }.first
    let remedy = nearest.map { "did you mean '\($0)'?" } ?? "run 'storehooks events' for those that there are"
    throw CommandFailure.usage("unknown event type '\(Discretion.shown(name))'; \(remedy)")
  }
}
