package struct WebhookEvent: Codable, Sendable, Hashable {
  package struct Attributes: Codable, Sendable, Hashable {
    package var eventType: EventType?
    /// The body that receivers get, as text.
    package var payload: String?
    package var ping: Bool?
    package var createdDate: Timestamp?

    package init(
      eventType: EventType? = nil, payload: String? = nil, ping: Bool? = nil, createdDate: Timestamp? = nil
    ) {
      self.eventType = eventType
      self.payload = payload
      self.ping = ping
      self.createdDate = createdDate
    }
  }

  package var type: ResourceType
  package var id: String
  package var attributes: Attributes?
  package var links: ResourceLinks?

  package init(id: String, attributes: Attributes? = nil, links: ResourceLinks? = nil) {
    type = .webhookEvents
    self.id = id
    self.attributes = attributes
    self.links = links
  }
}

/// A test event.
package struct WebhookPing: Codable, Sendable, Hashable {
  package var type: ResourceType
  package var id: String
  package var links: ResourceLinks?

  package init(id: String, links: ResourceLinks? = nil) {
    type = .webhookPings
    self.id = id
    self.links = links
  }
}

/// `POST /v1/webhookPings`.
package typealias WebhookPingResponse = ResourceDocument<WebhookPing, Never>

/// `POST /v1/webhookPings`.
package struct WebhookPingCreateRequest: Codable, Sendable, Hashable {
  package struct Relationships: Codable, Sendable, Hashable {
    package var webhook: ToOne
  }

  package struct Data: Codable, Sendable, Hashable {
    package var type: ResourceType
    package var relationships: Relationships
  }

  package var data: Data

  package init(webhookId: String) {
    data = Data(type: .webhookPings, relationships: Relationships(webhook: ToOne(.webhooks, id: webhookId)))
  }
}
