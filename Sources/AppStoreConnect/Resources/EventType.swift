import Events

/// The kind of event that a webhook is told about.
///
/// An open set: Apple adds event types, and one that this version doesn't know is read, shown and
/// preserved like any other. The known ones are those of Apple's OpenAPI document 4.4.1, schema
/// `WebhookEventType`.
public struct EventType: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  /// Apple's name, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  public var rawValue: String

  /// An event type by Apple's name, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Decodes Apple's name, known or not.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes Apple's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Orders by Apple's names.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The event types that this version knows, sorted.
  public static let known: [EventType] = EventCatalogue.types.map { EventType(rawValue: $0.type) }.sorted()

  /// Whether this version knows the event type.
  public var isKnown: Bool { Self.knownSet.contains(self) }

  private static let knownSet = Set(known)
}
