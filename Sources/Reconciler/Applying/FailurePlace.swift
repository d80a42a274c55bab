import AppStoreConnect
import Diagnostics
import Planning

/// What in the desired-state file an error of Apple's is about. Apple names the place by a JSON pointer into
/// the request's body (RFC 6901), `source.pointer`; but who has to mend it sees the file.
package struct FailurePlace: Sendable, Hashable {
  package enum Key: String, Sendable, Hashable {
    case name, url, events, enabled, secret
    /// The app, or the number of its webhooks.
    case app
  }

  package var key: Key
  /// If it is about one of several.
  package var event: EventType?
  /// `nil` for what no file holds.
  package var location: SourceRange?
}

extension AppPlan {
  /// `nil` for a pointer into no known part of the body.
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
  fileprivate var events: [EventType] {
    switch call {
    case .create(let target): target.events
    case .modify(_, let modification): modification.events ?? []
    case .delete: []
    }
  }
}
