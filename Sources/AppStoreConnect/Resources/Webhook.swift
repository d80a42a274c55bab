/// A webhook. Its secret is never among what Apple answers.
package struct Webhook: Codable, Sendable, Hashable {
  /// What is known of a webhook; a sparse answer leaves fields out.
  package struct Attributes: Codable, Sendable, Hashable {
    /// Whether events are delivered.
    package var enabled: Bool?
    /// The event types that it is told about, in Apple's order.
    package var eventTypes: [EventType]?
    package var name: String?
    /// Where events are delivered.
    package var url: String?

    package init(
      enabled: Bool? = nil, eventTypes: [EventType]? = nil, name: String? = nil, url: String? = nil
    ) {
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.name = name
      self.url = url
    }
  }

  /// What a webhook is related to.
  package struct Relationships: Codable, Sendable, Hashable {
    /// The app that it belongs to, for ever.
    package var app: OptionalToOne?
    /// Its deliveries, by link.
    package var deliveries: ToManyLinks?

    package init(app: OptionalToOne? = nil, deliveries: ToManyLinks? = nil) {
      self.app = app
      self.deliveries = deliveries
    }
  }

  /// Always `webhooks`.
  package var type: ResourceType
  /// The webhook's ID.
  package var id: String
  /// What is known of the webhook.
  package var attributes: Attributes?
  /// What the webhook is related to.
  package var relationships: Relationships?
  /// Where the webhook is to be read.
  package var links: ResourceLinks?

  package init(
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
package typealias WebhookResponse = ResourceDocument<Webhook, App>
/// What `GET /v1/apps/{id}/webhooks` answers; `include=app` adds the app.
package typealias WebhooksResponse = PagedDocument<Webhook, App>
/// What `GET /v1/webhooks/{id}/relationships/deliveries` answers.
package typealias WebhookDeliveriesLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
