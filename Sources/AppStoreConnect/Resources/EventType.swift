import Events

/// An open set: Apple adds event types, and one that this version doesn't know is read, shown and preserved
/// like any other. The known ones are those of Apple's OpenAPI document 4.4.1, schema `WebhookEventType`.
package struct EventType: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  /// Apple's name, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package static let known: [EventType] = EventCatalogue.types.map { EventType(rawValue: $0.type) }.sorted()
  package var isKnown: Bool { Self.knownSet.contains(self) }

  private static let knownSet = Set(known)
}
