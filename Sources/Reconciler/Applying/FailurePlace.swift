import AppStoreConnect
import Diagnostics
import Planning

/// What in the desired-state file an error of Apple's is about.
///
/// Apple names the place by a JSON pointer into the request's body (RFC 6901), `source.pointer`; whoever
/// has to mend it sees the file and not the body.
package struct FailurePlace: Sendable, Hashable {
  /// What an error can be about.
  package enum Key: String, Sendable, Hashable {
    case name, url, events, enabled, secret
    /// The app, or the number of its webhooks.
    case app
  }

  /// What it is about.
  package var key: Key
  /// The event type, where it is about one of several.
  package var event: EventType?
  /// Where that stands; `nil` for what no file holds.
  package var location: SourceRange?
}

extension AppPlan {
  /// What a pointer into the body of a step's request is about; `nil` for one into no known part of it.
  package func place(of pointer: String, in step: Step) -> FailurePlace? {
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    let locations = step.locations
    switch parts.prefix(3) {
    case ["data", "attributes", "name"]:
      return FailurePlace(key: .name, location: locations?.name ?? locations?.webhook)
    case ["data", "attributes", "url"]: return FailurePlace(key: .url, location: locations?.url)
    case ["data", "attributes", "eventTypes"]:
      let index = parts.dropFirst(3).first.flatMap { Int($0) }
      let event = index.flatMap { step.events.indices.contains($0) ? step.events[$0] : nil }
      return FailurePlace(key: .events, event: event, location: locations?.events)
    case ["data", "attributes", "enabled"]:
      return FailurePlace(key: .enabled, location: locations?.enabled ?? locations?.webhook)
    case ["data", "attributes", "secret"]: return FailurePlace(key: .secret, location: locations?.secret)
    case ["data", "relationships", "app"]: return FailurePlace(key: .app, location: location)
    default: return nil
    }
  }
}

extension Step {
  /// The event types that the call sends, in their order.
  fileprivate var events: [EventType] {
    switch call {
    case .create(let target): target.events
    case .modify(_, let modification): modification.events ?? []
    case .delete: []
    }
  }
}
