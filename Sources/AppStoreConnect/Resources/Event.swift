package typealias WebhookEvent = ResourceObject<EventKind>

package enum EventKind: ResourceKind {
  package typealias Relationships = Unread
  package static let type = ResourceType.webhookEvents

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
}

package typealias WebhookPing = ResourceObject<PingKind>

package enum PingKind: ResourceKind {
  package typealias Attributes = Unread
  package typealias Relationships = Unread
  package static let type = ResourceType.webhookPings
}

package typealias WebhookPingResponse = ResourceDocument<WebhookPing, Never>

struct WebhookPingCreateRequest: Encodable, Sendable {
  var data: RequestData<Unread>

  init(webhookId: String) {
    data = RequestData(type: .webhookPings, relationships: ["webhook": ToOne(.webhooks, id: webhookId)])
  }
}
