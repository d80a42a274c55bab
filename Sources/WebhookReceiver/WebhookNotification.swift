import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What App Store Connect tells a webhook.
///
/// Only type and ID are required. Everything else differs by event and grows, so that what is missing or
/// has an unforeseen form is `nil` here, and ``attributes`` has all of it.
public struct WebhookNotification: Sendable, Hashable {
  /// What the event happened to.
  public struct Instance: Sendable, Hashable {
    /// The kind of resource, `appStoreVersions` for instance.
    public var type: String
    /// The resource's ID.
    public var id: String
    /// Where the API has the resource.
    public var link: String?

    /// Creates an instance.
    public init(type: String, id: String, link: String? = nil) {
      self.type = type
      self.id = id
      self.link = link
    }
  }

  /// What happened.
  public var type: NotificationType
  /// The notification's ID; the same one when it is delivered again.
  public var id: String
  /// The version of the event's form.
  public var version: Int?
  /// All attributes of the event.
  public var attributes: [String: JSONValue]
  /// What it happened to; a test event has none.
  public var instance: Instance?

  /// Creates a notification, for tests of a receiver.
  public init(
    type: NotificationType, id: String, version: Int? = 1, attributes: [String: JSONValue] = [:],
    instance: Instance? = nil
  ) {
    self.type = type
    self.id = id
    self.version = version
    self.attributes = attributes
    self.instance = instance
  }

  /// Decodes the body of a request, whose signature ``SignatureVerifier`` found valid.
  ///
  /// - Throws: `DecodingError` where it isn't JSON, or has no type or ID.
  public init(body: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, fromBytes: body)
  }

  /// When it happened, in Apple's spelling: `2025-06-09T10:09:30.123Z` for instance.
  public var timestamp: String? { attributes["timestamp"]?.string }
  /// What held before: the attribute `oldValue` or `oldState`.
  public var oldValue: String? { attributes["oldValue"]?.string ?? attributes["oldState"]?.string }
  /// What holds now: the attribute `newValue` or `newState`.
  public var newValue: String? { attributes["newValue"]?.string ?? attributes["newState"]?.string }
  /// Whether it is a test event.
  public var isPing: Bool { type == .webhookPingCreated }
}

extension WebhookNotification: Decodable {
  private struct Resource: Decodable {
    var type: NotificationType
    var id: String
    var version: JSONValue?
    var attributes: JSONValue?
    var relationships: JSONValue?
  }

  private enum CodingKeys: CodingKey {
    case data
  }

  /// Decodes the JSON:API document of a delivery.
  public init(from decoder: any Decoder) throws {
    let resource = try decoder.container(keyedBy: CodingKeys.self).decode(Resource.self, forKey: .data)
    type = resource.type
    id = resource.id
    version = if case .integer(let number)? = resource.version { Int(exactly: number) } else { nil }
    attributes = if case .object(let members)? = resource.attributes { members } else { [:] }
    let relationship = resource.relationships?["instance"]
    if let type = relationship?["data"]?["type"]?.string, let id = relationship?["data"]?["id"]?.string {
      instance = Instance(type: type, id: id, link: relationship?["links"]?["self"]?.string)
    }
  }
}
