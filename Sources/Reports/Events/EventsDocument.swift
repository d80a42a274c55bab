import Diagnostics
import Events
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `events --format json` prints.
package struct EventsDocument: Encodable {
  struct Event: Encodable {
    var type: String
    var group: String
    var summary: String
    var carries: [String]
    @Nullable var resource: String?
    @Nullable var call: String?
    @Nullable var payload: JSONValue?
  }

  var formatVersion = "1"
  var events: [Event]
  var errors: [Message]

  package init(_ events: [EventDescription], errors: [Diagnostic] = []) {
    self.events = events.map(Event.init(_:))
    self.errors = errors.map(Message.init(_:))
  }
}

extension EventsDocument.Event {
  fileprivate init(_ event: EventDescription) {
    self.init(
      type: event.type, group: event.group.rawValue, summary: event.summary,
      carries: event.carries.flatMap(\.names))
    _resource = Nullable(wrappedValue: event.resource)
    _call = Nullable(wrappedValue: event.call)
    _payload = Nullable(
      wrappedValue: try? JSONDecoder().decode(JSONValue.self, fromBytes: Array(event.payload.utf8)))
  }
}
