/// One attempt to deliver an event to a webhook.
public struct WebhookDelivery: Codable, Sendable, Hashable {
  /// How far a delivery got. Open, for Apple may add states.
  public struct State: RawRepresentable, Codable, Sendable, Hashable {
    /// Apple's name.
    public var rawValue: String

    /// A state by Apple's name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The receiver answered 2xx.
    public static let succeeded = Self(rawValue: "SUCCEEDED")
    /// The receiver answered something else, or not at all.
    public static let failed = Self(rawValue: "FAILED")
    /// Not sent yet, or no answer yet.
    public static let pending = Self(rawValue: "PENDING")
  }

  /// What is known of a delivery.
  public struct Attributes: Codable, Sendable, Hashable {
    /// The request that was sent.
    public struct Request: Codable, Sendable, Hashable {
      /// Where it was sent.
      public var url: String?

      /// Creates a request.
      public init(url: String? = nil) { self.url = url }
    }

    /// The receiver's answer.
    public struct Response: Codable, Sendable, Hashable {
      /// The status code.
      public var httpStatusCode: Int?
      /// The beginning of the body.
      public var body: String?

      /// Creates a response.
      public init(httpStatusCode: Int? = nil, body: String? = nil) {
        self.httpStatusCode = httpStatusCode
        self.body = body
      }
    }

    /// When the delivery was made up.
    public var createdDate: Timestamp?
    /// How far it got.
    public var deliveryState: State?
    /// Apple's words on why it failed.
    public var errorMessage: String?
    /// Whether somebody asked for it again.
    public var redelivery: Bool?
    /// When it was sent.
    public var sentDate: Timestamp?
    /// The request that was sent.
    public var request: Request?
    /// The receiver's answer.
    public var response: Response?

    /// Creates attributes.
    public init(
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
  public struct Relationships: Codable, Sendable, Hashable {
    /// The event that was delivered.
    public var event: OptionalToOne?

    /// Creates relationships.
    public init(event: OptionalToOne? = nil) { self.event = event }
  }

  /// Always `webhookDeliveries`.
  public var type: ResourceType
  /// The delivery's ID.
  public var id: String
  /// What is known of the delivery.
  public var attributes: Attributes?
  /// What the delivery is related to.
  public var relationships: Relationships?
  /// Where the delivery is to be read.
  public var links: ResourceLinks?

  /// Creates a delivery.
  public init(
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
public typealias WebhookDeliveryResponse = ResourceDocument<WebhookDelivery, WebhookEvent>
/// What `GET /v1/webhooks/{id}/deliveries` answers; `include=event` adds the events.
public typealias WebhookDeliveriesResponse = PagedDocument<WebhookDelivery, WebhookEvent>

/// The body of `POST /v1/webhookDeliveries`: send an earlier delivery's event once more.
public struct WebhookDeliveryCreateRequest: Codable, Sendable, Hashable {
  /// The relationships that a redelivery needs.
  public struct Relationships: Codable, Sendable, Hashable {
    /// The delivery to repeat.
    public var template: ToOne
  }

  /// The resource in the request.
  public struct Data: Codable, Sendable, Hashable {
    /// Always `webhookDeliveries`.
    public var type: ResourceType
    /// The delivery to repeat.
    public var relationships: Relationships
  }

  /// The resource in the request.
  public var data: Data

  /// Creates a request that repeats a delivery.
  public init(repeating deliveryId: String) {
    data = Data(
      type: .webhookDeliveries,
      relationships: Relationships(template: ToOne(.webhookDeliveries, id: deliveryId)))
  }
}
