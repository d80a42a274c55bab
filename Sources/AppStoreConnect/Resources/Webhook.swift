/// Its secret is never among what Apple answers.
package struct Webhook: Codable, Sendable, Hashable {
  /// A sparse answer leaves fields out.
  package struct Attributes: Codable, Sendable, Hashable {
    package var enabled: Bool?
    /// In Apple's order.
    package var eventTypes: [EventType]?
    package var name: String?
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

  package struct Relationships: Codable, Sendable, Hashable {
    /// For ever.
    package var app: OptionalToOne?
    /// By link.
    package var deliveries: ToManyLinks?

    package init(app: OptionalToOne? = nil, deliveries: ToManyLinks? = nil) {
      self.app = app
      self.deliveries = deliveries
    }
  }

  package var type: ResourceType
  package var id: String
  package var attributes: Attributes?
  package var relationships: Relationships?
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

/// `GET`, `POST` and `PATCH` of one webhook; `include=app` adds the app.
package typealias WebhookResponse = ResourceDocument<Webhook, App>
/// `GET /v1/apps/{id}/webhooks`; `include=app` adds the app.
package typealias WebhooksResponse = PagedDocument<Webhook, App>
/// `GET /v1/webhooks/{id}/relationships/deliveries`.
package typealias WebhookDeliveriesLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
