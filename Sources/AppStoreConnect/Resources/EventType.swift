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
  public static let known: [EventType] = [
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED",
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_VERSION_CREATED",
    "ALTERNATIVE_DISTRIBUTION_TERRITORY_AVAILABILITY_UPDATED",
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED",
    "BACKGROUND_ASSET_VERSION_APP_STORE_RELEASE_STATE_UPDATED",
    "BACKGROUND_ASSET_VERSION_EXTERNAL_BETA_RELEASE_STATE_UPDATED",
    "BACKGROUND_ASSET_VERSION_INTERNAL_BETA_RELEASE_CREATED",
    "BACKGROUND_ASSET_VERSION_STATE_UPDATED",
    "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED",
    "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED",
    "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED",
    "BUILD_UPLOAD_STATE_UPDATED",
  ].map(EventType.init(rawValue:))

  /// Whether this version knows the event type.
  public var isKnown: Bool { Self.knownSet.contains(self) }

  private static let knownSet = Set(known)
}
