/// What a notification tells about, in the spelling of deliveries: `buildUploadStateUpdated`.
///
/// An open set: Apple adds event types, and one that is unknown today decodes like any other.
public struct NotificationType: RawRepresentable, Hashable, Sendable, Codable {
  /// Apple's name in lowerCamelCase.
  public var rawValue: String

  /// A type by its name in deliveries, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A type by its name in the API, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  public init(apiName: String) {
    let words = apiName.lowercased().split(separator: "_")
    rawValue = words.enumerated().map { index, word in
      index == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }

  /// The name in the API, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  public var apiName: String {
    var name = ""
    for character in rawValue {
      if character.isUppercase, !name.isEmpty { name.append("_") }
      name += character.uppercased()
    }
    return name
  }

  /// A test event that somebody asked for; nothing happened to the app.
  public static let webhookPingCreated = Self(rawValue: "webhookPingCreated")

  /// Decodes Apple's name, known or not.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes Apple's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
