/// A webhook. Its secret is never among what Apple answers.
package typealias Webhook = ResourceObject<WebhookKind>

package enum WebhookKind: ResourceKind {
  package static let type = ResourceType.webhooks

  package struct Attributes: Codable, Sendable, Hashable {
    package var enabled: Bool?
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

    private enum CodingKeys: CodingKey { case enabled, eventTypes, name, url }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled)
      eventTypes =
        try container.contains(.eventTypes) && !container.decodeNil(forKey: .eventTypes)
        ? container.eventTypes(forKey: .eventTypes) : nil
      name = try container.decodeIfPresent(String.self, forKey: .name)
      url = try container.decodeIfPresent(String.self, forKey: .url)
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(enabled, forKey: .enabled)
      try container.encodeIfPresent(eventTypes?.map(\.rawValue), forKey: .eventTypes)
      try container.encodeIfPresent(name, forKey: .name)
      try container.encodeIfPresent(url, forKey: .url)
    }
  }

  package struct Relationships: Codable, Sendable, Hashable {
    package var app: OptionalToOne?
    package var deliveries: ToManyLinks?

    package init(app: OptionalToOne? = nil, deliveries: ToManyLinks? = nil) {
      self.app = app
      self.deliveries = deliveries
    }
  }
}

/// `GET`, `POST` and `PATCH` of one webhook; `include=app` adds the app.
package typealias WebhookResponse = ResourceDocument<Webhook, App>
/// `GET /v1/apps/{id}/webhooks`; `include=app` adds the app.
package typealias WebhooksResponse = PagedDocument<Webhook, App>
package typealias WebhookDeliveriesLinkagesResponse = PagedDocument<ResourceIdentifier, Never>

package enum APILimits {
  /// Apple's help page on webhooks; the eleventh `POST /v1/webhooks` of an app is refused.
  package static let webhooksPerApp = 10
  /// By Apple's OpenAPI document 4.4.1.
  package static let pageSize = 200
  /// In seconds: ten days, as was seen on the live service. It refuses to look further back.
  package static let deliveryRetention: Double = 10 * 24 * 3600
}
