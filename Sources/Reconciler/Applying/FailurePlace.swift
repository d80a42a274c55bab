import AppStoreConnect
import Diagnostics
import Planning

/// What in the desired-state file an error of Apple's is about. Apple names the place by a JSON pointer into
/// the request's body (RFC 6901), `source.pointer`; but who has to mend it sees the file.
package struct FailurePlace: Sendable, Hashable {
  /// `nil` for the app, or the number of its webhooks.
  package var field: FieldChange.Field?
  /// If it is about one of several.
  package var event: EventType?
  /// `nil` for what no file holds.
  package var location: SourceRange?

  package var key: String { field?.rawValue ?? "app" }
}

extension AppPlan {
  /// `nil` for a pointer into no known part of the body.
  package func place(of pointer: String, in step: Step) -> FailurePlace? {
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    if parts.starts(with: ["data", "relationships", "app"]) { return FailurePlace(location: location) }
    guard parts.starts(with: ["data", "attributes"]), parts.count > 2,
      let field = FieldChange.Field(attribute: parts[2])
    else { return nil }
    let index = field == .events ? parts.dropFirst(3).first.flatMap { Int($0) } : nil
    let events = step.sent?.events ?? []
    let event = index.flatMap { events.indices.contains($0) ? events[$0] : nil }
    return FailurePlace(field: field, event: event, location: step.locations?[field])
  }
}

extension FieldChange.Field {
  /// The field of an attribute of the API.
  fileprivate init?(attribute: String) {
    switch attribute {
    case "eventTypes": self = .events
    case "events": return nil
    default: self.init(rawValue: attribute)
    }
  }
}
