/// One attempt to deliver an event.
package typealias WebhookDelivery = ResourceObject<DeliveryKind>

package enum DeliveryKind: ResourceKind {
  package static let type = ResourceType.webhookDeliveries
  package static let readsRelationships = true

  package struct Attributes: Codable, Sendable, Hashable {
    package struct Request: Codable, Sendable, Hashable {
      package var url: String?

      package init(url: String? = nil) { self.url = url }
    }

    package struct Response: Codable, Sendable, Hashable {
      package var httpStatusCode: Int?
      /// Apple cuts long bodies.
      package var body: String?

      package init(httpStatusCode: Int? = nil, body: String? = nil) {
        self.httpStatusCode = httpStatusCode
        self.body = body
      }
    }

    package var createdDate: Timestamp?
    package var deliveryState: DeliveryState?
    package var errorMessage: String?
    package var redelivery: Bool?
    package var sentDate: Timestamp?
    package var request: Request?
    package var response: Response?

    package init(
      createdDate: Timestamp? = nil, deliveryState: DeliveryState? = nil, errorMessage: String? = nil,
      redelivery: Bool? = nil, sentDate: Timestamp? = nil, request: Request? = nil, response: Response? = nil
    ) {
      self.createdDate = createdDate
      self.deliveryState = deliveryState
      self.errorMessage = errorMessage
      self.redelivery = redelivery
      self.sentDate = sentDate
      self.request = request
      self.response = response
    }
  }

  package struct Relationships: Codable, Sendable, Hashable {
    package var event: OptionalToOne?

    package init(event: OptionalToOne? = nil) { self.event = event }
  }
}

/// How far a delivery got. An open set, because Apple may add states.
package struct DeliveryState: RawRepresentable, Codable, Sendable, Hashable {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  /// The receiver answered 2xx.
  package static let succeeded = Self(rawValue: "SUCCEEDED")
  /// The receiver answered otherwise, or not at all.
  package static let failed = Self(rawValue: "FAILED")
  /// Not sent yet, or no answer yet.
  package static let pending = Self(rawValue: "PENDING")
}

package typealias WebhookDeliveryResponse = ResourceDocument<WebhookDelivery, WebhookEvent>
/// `GET /v1/webhooks/{id}/deliveries`; `include=event` adds the events.
package typealias WebhookDeliveriesResponse = PagedDocument<WebhookDelivery, WebhookEvent>

/// `POST /v1/webhookDeliveries`: sends an earlier delivery's event once more.
struct WebhookDeliveryCreateRequest: Encodable, Sendable {
  var data: RequestData<Unread>

  init(repeating deliveryId: String) {
    data = RequestData(
      type: .webhookDeliveries, relationships: ["template": ToOne(.webhookDeliveries, id: deliveryId)])
  }
}
