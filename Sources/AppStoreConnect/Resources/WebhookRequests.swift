import Cryptography

/// The body of `POST /v1/webhooks`: all five attributes are required.
package struct WebhookCreateRequest: Encodable, Sendable {
  /// The webhook to create.
  package struct Attributes: Encodable, Sendable, Equatable {
    /// Whether events are delivered.
    package var enabled: Bool
    /// The event types that it is told about.
    package var eventTypes: [EventType]
    package var name: String
    /// The key of the signature on each delivery.
    package var secret: Secret
    /// Where events are delivered.
    package var url: String

    package init(enabled: Bool, eventTypes: [EventType], name: String, secret: Secret, url: String) {
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.name = name
      self.secret = secret
      self.url = url
    }

    enum CodingKeys: CodingKey {
      case enabled, eventTypes, name, secret, url
    }

    /// Writes the attributes, the secret in the clear: what this makes goes to Apple and nowhere else.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(enabled, forKey: .enabled)
      try container.encode(eventTypes, forKey: .eventTypes)
      try container.encode(name, forKey: .name)
      try container.encode(secret.textForAPI(), forKey: .secret)
      try container.encode(url, forKey: .url)
    }
  }

  /// The relationships that a new webhook needs.
  package struct Relationships: Encodable, Sendable, Hashable {
    /// The app that it will belong to.
    package var app: ToOne
  }

  /// The resource in the request.
  package struct Data: Encodable, Sendable {
    /// Always `webhooks`.
    package var type: ResourceType
    /// The webhook to create.
    package var attributes: Attributes
    /// The app that it will belong to.
    package var relationships: Relationships
  }

  /// The resource in the request.
  package var data: Data

  package init(appId: String, attributes: Attributes) {
    data = Data(
      type: .webhooks, attributes: attributes, relationships: Relationships(app: ToOne(.apps, id: appId)))
  }
}

/// The body of `PATCH /v1/webhooks/{id}`: what is absent stays as it is. The app can't change.
package struct WebhookUpdateRequest: Encodable, Sendable {
  /// The attributes to change.
  package struct Attributes: Encodable, Sendable, Equatable {
    /// Whether events are delivered.
    package var enabled: Bool?
    /// The event types that it is told about.
    package var eventTypes: [EventType]?
    package var name: String?
    /// The key of the signature on each delivery.
    package var secret: Secret?
    /// Where events are delivered.
    package var url: String?

    package init(
      enabled: Bool? = nil, eventTypes: [EventType]? = nil, name: String? = nil, secret: Secret? = nil,
      url: String? = nil
    ) {
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.name = name
      self.secret = secret
      self.url = url
    }

    /// Writes what is to change, the secret in the clear: what this makes goes to Apple and nowhere else.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: WebhookCreateRequest.Attributes.CodingKeys.self)
      try container.encodeIfPresent(enabled, forKey: .enabled)
      try container.encodeIfPresent(eventTypes, forKey: .eventTypes)
      try container.encodeIfPresent(name, forKey: .name)
      try container.encodeIfPresent(secret?.textForAPI(), forKey: .secret)
      try container.encodeIfPresent(url, forKey: .url)
    }
  }

  /// The resource in the request.
  package struct Data: Encodable, Sendable {
    /// Always `webhooks`.
    package var type: ResourceType
    /// The webhook's ID, the same as in the path.
    package var id: String
    /// The attributes to change.
    package var attributes: Attributes?
  }

  /// The resource in the request.
  package var data: Data

  package init(id: String, attributes: Attributes) {
    data = Data(type: .webhooks, id: id, attributes: attributes)
  }
}

extension Secret {
  /// The text that goes into a JSON string; bytes that aren't UTF-8 can't, and say so without being shown.
  fileprivate func textForAPI() throws -> String {
    guard let text = exposedText else {
      throw EncodingError.invalidValue(
        self, EncodingError.Context(codingPath: [], debugDescription: "the secret is not valid UTF-8"))
    }
    return text
  }
}
