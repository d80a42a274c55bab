/// A webhook. Its secret is never among what Apple answers.
public struct Webhook: Codable, Sendable, Hashable {
  /// What is known of a webhook; a sparse answer leaves fields out.
  public struct Attributes: Codable, Sendable, Hashable {
    /// Whether events are delivered.
    public var enabled: Bool?
    /// The event types that it is told about, in Apple's order.
    public var eventTypes: [EventType]?
    /// Its name.
    public var name: String?
    /// Where events are delivered.
    public var url: String?

    /// Creates attributes.
    public init(
      enabled: Bool? = nil, eventTypes: [EventType]? = nil, name: String? = nil, url: String? = nil
    ) {
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.name = name
      self.url = url
    }
  }

  /// What a webhook is related to.
  public struct Relationships: Codable, Sendable, Hashable {
    /// The app that it belongs to, for ever.
    public var app: OptionalToOne?
    /// Its deliveries, by link.
    public var deliveries: ToManyLinks?

    /// Creates relationships.
    public init(app: OptionalToOne? = nil, deliveries: ToManyLinks? = nil) {
      self.app = app
      self.deliveries = deliveries
    }
  }

  /// Always `webhooks`.
  public var type: ResourceType
  /// The webhook's ID.
  public var id: String
  /// What is known of the webhook.
  public var attributes: Attributes?
  /// What the webhook is related to.
  public var relationships: Relationships?
  /// Where the webhook is to be read.
  public var links: ResourceLinks?

  /// Creates a webhook.
  public init(
    id: String, attributes: Attributes? = nil, relationships: Relationships? = nil,
    links: ResourceLinks? = nil
  ) {
    type = .webhooks
    self.id = id
    self.attributes = attributes
    self.relationships = relationships
    self.links = links
  }
}

/// What `GET`, `POST` and `PATCH` of one webhook answer; `include=app` adds the app.
public typealias WebhookResponse = ResourceDocument<Webhook, App>
/// What `GET /v1/apps/{id}/webhooks` answers; `include=app` adds the app.
public typealias WebhooksResponse = PagedDocument<Webhook, App>
/// What `GET /v1/webhooks/{id}/relationships/deliveries` answers.
public typealias WebhookDeliveriesLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
