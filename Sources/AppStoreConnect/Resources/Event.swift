/// What happened to an app, as it was or will be delivered.
package struct WebhookEvent: Codable, Sendable, Hashable {
  /// What is known of an event.
  package struct Attributes: Codable, Sendable, Hashable {
    /// Its kind.
    package var eventType: EventType?
    /// The body that receivers get, as text.
    package var payload: String?
    /// Whether it is a test event.
    package var ping: Bool?
    /// When it happened.
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

  /// Always `webhookEvents`.
  package var type: ResourceType
  /// The event's ID.
  package var id: String
  /// What is known of the event.
  package var attributes: Attributes?
  /// Where the event is to be read.
  package var links: ResourceLinks?

  package init(id: String, attributes: Attributes? = nil, links: ResourceLinks? = nil) {
    type = .webhookEvents
    self.id = id
    self.attributes = attributes
    self.links = links
  }
}

/// A test event that was asked for.
package struct WebhookPing: Codable, Sendable, Hashable {
  /// Always `webhookPings`.
  package var type: ResourceType
  /// The ping's ID.
  package var id: String
  /// Where the ping is to be read.
  package var links: ResourceLinks?

  package init(id: String, links: ResourceLinks? = nil) {
    type = .webhookPings
    self.id = id
    self.links = links
  }
}

/// What `POST /v1/webhookPings` answers.
package typealias WebhookPingResponse = ResourceDocument<WebhookPing, Never>

/// The body of `POST /v1/webhookPings`.
package struct WebhookPingCreateRequest: Codable, Sendable, Hashable {
  /// The relationships that a ping needs.
  package struct Relationships: Codable, Sendable, Hashable {
    /// The webhook to test.
    package var webhook: ToOne
  }

  /// The resource in the request.
  package struct Data: Codable, Sendable, Hashable {
    /// Always `webhookPings`.
    package var type: ResourceType
    /// The webhook to test.
    package var relationships: Relationships
  }

  /// The resource in the request.
  package var data: Data

  package init(webhookId: String) {
    data = Data(type: .webhookPings, relationships: Relationships(webhook: ToOne(.webhooks, id: webhookId)))
  }
}
