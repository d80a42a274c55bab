/// One attempt to deliver an event to a webhook.
package struct WebhookDelivery: Codable, Sendable, Hashable {
  /// How far a delivery got. Open, for Apple may add states.
  package struct State: RawRepresentable, Codable, Sendable, Hashable {
    /// Apple's name.
    package var rawValue: String

    /// A state by Apple's name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The receiver answered 2xx.
    package static let succeeded = Self(rawValue: "SUCCEEDED")
    /// The receiver answered something else, or not at all.
    package static let failed = Self(rawValue: "FAILED")
    /// Not sent yet, or no answer yet.
    package static let pending = Self(rawValue: "PENDING")
  }

  /// What is known of a delivery.
  package struct Attributes: Codable, Sendable, Hashable {
    /// The request that was sent.
    package struct Request: Codable, Sendable, Hashable {
      /// Where it was sent.
      package var url: String?

      package init(url: String? = nil) { self.url = url }
    }

    /// The receiver's answer.
    package struct Response: Codable, Sendable, Hashable {
      /// The status code.
      package var httpStatusCode: Int?
      /// The beginning of the body.
      package var body: String?

      package init(httpStatusCode: Int? = nil, body: String? = nil) {
        self.httpStatusCode = httpStatusCode
        self.body = body
      }
    }

    /// When the delivery was made up.
    package var createdDate: Timestamp?
    /// How far it got.
    package var deliveryState: State?
    /// Apple's words on why it failed.
    package var errorMessage: String?
    /// Whether somebody asked for it again.
    package var redelivery: Bool?
    /// When it was sent.
    package var sentDate: Timestamp?
    /// The request that was sent.
    package var request: Request?
    /// The receiver's answer.
    package var response: Response?

    package init(
      createdDate: Timestamp? = nil, deliveryState: State? = nil, errorMessage: String? = nil,
      redelivery: Bool? = nil, sentDate: Timestamp? = nil, request: Request? = nil,
      response: Response? = nil
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

  /// What a delivery is related to.
  package struct Relationships: Codable, Sendable, Hashable {
    /// The event that was delivered.
    package var event: OptionalToOne?

    package init(event: OptionalToOne? = nil) { self.event = event }
  }

  /// Always `webhookDeliveries`.
  package var type: ResourceType
  /// The delivery's ID.
  package var id: String
  /// What is known of the delivery.
  package var attributes: Attributes?
  /// What the delivery is related to.
  package var relationships: Relationships?
  /// Where the delivery is to be read.
  package var links: ResourceLinks?

  package init(
    id: String, attributes: Attributes? = nil, relationships: Relationships? = nil,
    links: ResourceLinks? = nil
  ) {
    type = .webhookDeliveries
    self.id = id
    self.attributes = attributes
    self.relationships = relationships
    self.links = links
  }
}

/// What `POST /v1/webhookDeliveries` answers.
package typealias WebhookDeliveryResponse = ResourceDocument<WebhookDelivery, WebhookEvent>
/// What `GET /v1/webhooks/{id}/deliveries` answers; `include=event` adds the events.
package typealias WebhookDeliveriesResponse = PagedDocument<WebhookDelivery, WebhookEvent>

/// The body of `POST /v1/webhookDeliveries`: send an earlier delivery's event once more.
package struct WebhookDeliveryCreateRequest: Codable, Sendable, Hashable {
  /// The relationships that a redelivery needs.
  package struct Relationships: Codable, Sendable, Hashable {
    /// The delivery to repeat.
    package var template: ToOne
  }

  /// The resource in the request.
  package struct Data: Codable, Sendable, Hashable {
    /// Always `webhookDeliveries`.
    package var type: ResourceType
    /// The delivery to repeat.
    package var relationships: Relationships
  }

  /// The resource in the request.
  package var data: Data

  package init(repeating deliveryId: String) {
    data = Data(
      type: .webhookDeliveries,
      relationships: Relationships(template: ToOne(.webhookDeliveries, id: deliveryId)))
  }
}
