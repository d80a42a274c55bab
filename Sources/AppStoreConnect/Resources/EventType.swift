import Events

/// The kind of event that a webhook is told about.
///
/// An open set: Apple adds event types, and one that this version doesn't know is read, shown and
/// preserved like any other. The known ones are those of Apple's OpenAPI document 4.4.1, schema
/// `WebhookEventType`.
package struct EventType: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  /// Apple's name, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  package var rawValue: String

  /// An event type by Apple's name, known or not.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// Decodes Apple's name, known or not.
  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes Apple's name.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Orders by Apple's names.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The event types that this version knows, sorted.
  package static let known: [EventType] = EventCatalogue.types.map { EventType(rawValue: $0.type) }.sorted()

  /// Whether this version knows the event type.
  package var isKnown: Bool { Self.knownSet.contains(self) }

  private static let knownSet = Set(known)
}
