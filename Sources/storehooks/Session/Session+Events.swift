import CommandLine
import Diagnostics
import Events
import WebhookReceiver

extension Session {
  /// The event type of a name: Apple's, or the one that deliveries have.
  static func event(named name: String) throws(CommandFailure) -> EventDescription {
    let candidates = [name, NotificationType(rawValue: name).apiName]
    if let event = candidates.lazy.compactMap(EventCatalogue.description(of:)).first { return event }
    let names = EventCatalogue.all.map(\.type)
    let nearest = candidates.lazy.compactMap { Spelling.nearest(to: $0.uppercased(), among: names) }.first
    let remedy = nearest.map { "did you mean '\($0)'?" } ?? "'storehooks events' lists them"
    throw CommandFailure.usage("unknown event type '\(Discretion.shown(name))'; \(remedy)")
  }
}
