#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A notification that App Store Connect sends to a webhook.
///
/// Only type and ID are required. Everything else differs by event and grows, so what is missing or has an
/// unforeseen form is `nil` here, and ``attributes`` and ``relationships`` have all of it.
/// ``event-swift.property`` has what is known of the event's type as one value to switch over.
public struct WebhookNotification: Sendable, Hashable {
  /// Something in App Store Connect that an event is about.
  public struct Resource: Sendable, Hashable {
    /// The kind of resource, such as `appStoreVersions`.
    public var type: String
    /// The resource's ID.
    public var id: String
    /// The resource's URL in the API; `nil` if the event doesn't have it.
    public var link: String?

    /// Creates a resource.
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
  /// The version of the payload's format.
  public var version: Int?
  /// All attributes of the event, by name.
  public var attributes: [String: JSONValue]
  /// The event's relationships to other resources, by name.
  public var relationships: [String: JSONValue]

  /// Creates a notification, for tests of a receiver.
  public init(
    type: NotificationType, id: String, version: Int? = 1, attributes: [String: JSONValue] = [:],
    relationships: [String: JSONValue] = [:]
  ) {
    self.type = type
    self.id = id
    self.version = version
    self.attributes = attributes
    self.relationships = relationships
  }

  /// When it happened, in Apple's spelling, such as `2025-06-09T10:09:30.123Z`; `nil` if the event doesn't say.
  public var timestamp: String? { attributes["timestamp"]?.string }

  /// When it happened; `nil` if ``timestamp`` is missing or isn't ISO 8601. The timestamp may be finer,
  /// because Apple sometimes sends nanoseconds.
  public var date: Date? { timestamp.flatMap(EventDate.date(of:)) }

  /// The Apple ID of the app; `nil` in all but the few events that name it.
  public var appId: String? { attributes["appId"]?.text }

  /// Whether the subject of the event became available; `nil` if the event doesn't say.
  public var available: Bool? {
    if case .bool(let available)? = attributes["available"] { available } else { nil }
  }

  /// The territories that the event is about, as Apple's three-letter codes; `nil` if the event doesn't say.
  public var territories: [String]? {
    if case .array(let territories)? = attributes["territories"] {
      territories.compactMap(\.string)
    } else {
      nil
    }
  }

  /// What it happened to; `nil` if the event doesn't say, as for a test event.
  public var instance: Resource? { resource(named: "instance") }

  /// The marketplace that the event is for, which is itself an app; `nil` if there is none.
  public var marketplaceApp: Resource? { resource(named: "marketplaceApp") }

  /// Whether it is a test event: one of its types, or the attribute `ping`.
  public var isTest: Bool { NotificationType.tests.contains(type) || attributes["ping"] == .bool(true) }

  /// The resource of a relationship, whether or not Apple wraps it in `data`.
  ///
  /// - Parameter relationship: The relationship's name, such as `instance`.
  ///
  /// - Returns: `nil` if there is no such relationship, or it has no type or ID.
  public func resource(named relationship: String) -> Resource? {
    guard let whole = relationships[relationship] else { return nil }
    let identity = whole["data"]?.members == nil ? whole : whole["data"] ?? whole
    guard let type = identity["type"]?.string, let id = identity["id"]?.text else { return nil }
    let link = whole["links"]?["self"] ?? identity["links"]?["self"]
    return Resource(type: type, id: id, link: link?.string ?? link?["href"]?.string)
  }
}
