import AppStoreConnect
import Diagnostics
import Planning

/// What an error of Apple's is about in the desired-state file. Apple names the place by a JSON pointer into the
/// request's body (RFC 6901), `source.pointer`, but users see the file.
package struct FailurePlace: Sendable, Hashable {
  /// `nil` for the app, or for how many webhooks it has.
  package var field: FieldChange.Field?
  /// The event type, if the error is about one of several.
  package var event: EventType?
  /// `nil` if it isn't in a file.
  package var location: SourceRange?

  package var key: String { field?.rawValue ?? "app" }
}

extension AppPlan {
  /// Returns `nil` for a pointer into an unknown part of the body.
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
  fileprivate init?(attribute: String) {
    switch attribute {
    case "eventTypes": self = .events
    case "events": return nil
    default: self.init(rawValue: attribute)
    }
  }
}
