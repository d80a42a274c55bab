/// What happened to an app, as it was or will be delivered.
public struct WebhookEvent: Codable, Sendable, Hashable {
  /// What is known of an event.
  public struct Attributes: Codable, Sendable, Hashable {
    /// Its kind.
    public var eventType: EventType?
    /// The body that receivers get, as text.
    public var payload: String?
    /// Whether it is a test event.
    public var ping: Bool?
    /// When it happened.
    public var createdDate: Timestamp?

    /// Creates attributes.
    public init(
      eventType: EventType? = nil, payload: String? = nil, ping: Bool? = nil, createdDate: Timestamp? = nil
    ) {
      self.eventType = eventType
      self.payload = payload
      self.ping = ping
      self.createdDate = createdDate
    }
  }

  /// Always `webhookEvents`.
  public var type: ResourceType
  /// The event's ID.
  public var id: String
  /// What is known of the event.
  public var attributes: Attributes?
  /// Where the event is to be read.
  public var links: ResourceLinks?

  /// Creates an event.
  public init(id: String, attributes: Attributes? = nil, links: ResourceLinks? = nil) {
    type = .webhookEvents
    self.id = id
    self.attributes = attributes
    self.links = links
  }
}

/// A test event that was asked for.
public struct WebhookPing: Codable, Sendable, Hashable {
  /// Always `webhookPings`.
  public var type: ResourceType
  /// The ping's ID.
  public var id: String
  /// Where the ping is to be read.
  public var links: ResourceLinks?

  /// Creates a ping.
  public init(id: String, links: ResourceLinks? = nil) {
    type = .webhookPings
    self.id = id
    self.links = links
  }
}

/// What `POST /v1/webhookPings` answers.
public typealias WebhookPingResponse = ResourceDocument<WebhookPing, Never>

/// The body of `POST /v1/webhookPings`.
public struct WebhookPingCreateRequest: Codable, Sendable, Hashable {
  /// The relationships that a ping needs.
  public struct Relationships: Codable, Sendable, Hashable {
    /// The webhook to test.
    public var webhook: ToOne
  }

  /// The resource in the request.
  public struct Data: Codable, Sendable, Hashable {
    /// Always `webhookPings`.
    public var type: ResourceType
    /// The webhook to test.
    public var relationships: Relationships
  }

  /// The resource in the request.
  public var data: Data

  /// Creates a request that tests a webhook.
  public init(webhookId: String) {
    data = Data(type: .webhookPings, relationships: Relationships(webhook: ToOne(.webhooks, id: webhookId)))
  }
}
