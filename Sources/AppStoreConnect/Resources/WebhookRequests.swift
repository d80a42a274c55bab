import Cryptography

/// `POST /v1/webhooks`: all five attributes are required.
package struct WebhookCreateRequest: Encodable, Sendable {
  package struct Attributes: Encodable, Sendable, Equatable {
    package var enabled: Bool
    package var eventTypes: [EventType]
    package var name: String
    package var secret: Secret
    package var url: String

    package init(enabled: Bool, eventTypes: [EventType], name: String, secret: Secret, url: String) {
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.name = name
      self.secret = secret
      self.url = url
    }

    package func encode(to encoder: any Encoder) throws {
      let update = WebhookUpdateRequest.Attributes(
        enabled: enabled, eventTypes: eventTypes, name: name, secret: secret, url: url)
      try update.encode(to: encoder)
    }
  }

  var data: RequestData<Attributes>

  init(appId: String, attributes: Attributes) {
    data = RequestData(
      type: .webhooks, attributes: attributes, relationships: ["app": ToOne(.apps, id: appId)])
  }
}

/// `PATCH /v1/webhooks/{id}`: what is absent stays as it is. The app can't change.
package struct WebhookUpdateRequest: Encodable, Sendable {
  package struct Attributes: Encodable, Sendable, Equatable {
    package var enabled: Bool?
    package var eventTypes: [EventType]?
    package var name: String?
    package var secret: Secret?
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

    private enum CodingKeys: CodingKey { case enabled, eventTypes, name, secret, url }

    /// The secret is in the clear: what this makes goes to Apple and nowhere else.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(enabled, forKey: .enabled)
      try container.encodeIfPresent(eventTypes, forKey: .eventTypes)
      try container.encodeIfPresent(name, forKey: .name)
      try container.encodeIfPresent(secret?.textForAPI(), forKey: .secret)
      try container.encodeIfPresent(url, forKey: .url)
    }
  }

  var data: RequestData<Attributes>

  init(id: String, attributes: Attributes) {
    data = RequestData(type: .webhooks, id: id, attributes: attributes)
  }
}

extension Secret {
  /// Bytes that aren't UTF-8 can't go into a JSON string, and say so without being shown.
  fileprivate func textForAPI() throws -> String {
    guard let text = exposedText else {
      throw EncodingError.invalidValue(
        self, EncodingError.Context(codingPath: [], debugDescription: "the secret is not valid UTF-8"))
    }
    return text
  }
}
