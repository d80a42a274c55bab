import AppStoreConnect
import Platform

/// Resources as a request wants to see them: with the fields and relationships that it asked for.
extension Context {
  func app(_ entry: AppCatalog.Entry) -> JSONValue {
    let path = "\(base)/v1/apps/\(entry.id)"
    var attributes: [String: JSONValue] = [:]
    var relationships: [String: JSONValue] = [:]
    for field in query.lists["fields[apps]"] ?? AppField.all {
      if let value = entry.attribute(field) {
        attributes[field] = value
      } else {
        relationships[field] = .object(relationship(field, ofApp: path))
      }
    }
    var app: [String: JSONValue] = [
      "type": .string("apps"), "id": .string(entry.id), "links": .object(["self": .string(path)]),
    ]
    if !attributes.isEmpty { app["attributes"] = .object(attributes) }
    if !relationships.isEmpty { app["relationships"] = .object(relationships) }
    return .object(app)
  }

  /// A relationship of an app: its links and, if it is included, that there is nothing.
  private func relationship(_ name: String, ofApp path: String) -> [String: JSONValue] {
    var relationship: [String: JSONValue] = [
      "links": .object([
        "self": .string("\(path)/relationships/\(name)"), "related": .string("\(path)/\(name)"),
      ])
    ]
    guard query.includes(name) else { return relationship }
    guard AppField.toMany.contains(name) else {
      relationship["data"] = .null
      return relationship
    }
    relationship["data"] = .array([])
    let limit = Double(query.limits["limit[\(name)]"] ?? 10)
    relationship["meta"] = .object(["paging": .object(["total": .number(0), "limit": .number(limit)])])
    return relationship
  }

  func webhook(_ webhook: Fleet.Webhook, ofApp app: AppCatalog.Entry) -> Webhook {
    let attributes = Webhook.Attributes(
      enabled: wanted(webhook.enabled, "enabled", .webhooks),
      eventTypes: wanted(webhook.eventTypes, "eventTypes", .webhooks),
      name: wanted(webhook.name, "name", .webhooks), url: wanted(webhook.url, "url", .webhooks))
    let path = "\(base)/v1/webhooks/\(PercentEncoding.encode(webhook.id))"
    // An app is named if it is included; otherwise Apple's document leaves the identifier out, too.
    let relationships = Webhook.Relationships(
      app: query.includes("app")
        ? wanted(OptionalToOne(data: ResourceIdentifier(.apps, id: app.id)), "app", .webhooks) : nil,
      deliveries: wanted(
        ToManyLinks(
          links: .init(selfLink: "\(path)/relationships/deliveries", related: "\(path)/deliveries")),
        "deliveries", .webhooks))
    return Webhook(
      id: webhook.id, attributes: attributes == .init() ? nil : attributes,
      relationships: relationships == .init() ? nil : relationships, links: ResourceLinks(selfLink: path))
  }

  func delivery(_ record: SimulatorState.DeliveryRecord) -> WebhookDelivery {
    var attributes = record.attributes
    func drop<Value>(_ field: WritableKeyPath<WebhookDelivery.Attributes, Value?>, _ name: String) {
      if !query.wants(name, of: .webhookDeliveries) { attributes[keyPath: field] = nil }
    }
    drop(\.createdDate, "createdDate")
    drop(\.deliveryState, "deliveryState")
    drop(\.errorMessage, "errorMessage")
    drop(\.redelivery, "redelivery")
    drop(\.sentDate, "sentDate")
    drop(\.request, "request")
    drop(\.response, "response")
    let event = OptionalToOne(data: ResourceIdentifier(.webhookEvents, id: record.event.id))
    let relationships = WebhookDelivery.Relationships(event: wanted(event, "event", .webhookDeliveries))
    return WebhookDelivery(
      id: record.id, attributes: attributes == .init() ? nil : attributes,
      relationships: query.includes("event") && relationships.event != nil ? relationships : nil)
  }

  func event(_ event: WebhookEvent) -> WebhookEvent {
    let known = event.attributes ?? .init()
    let attributes = WebhookEvent.Attributes(
      eventType: wanted(known.eventType, "eventType", .webhookEvents),
      payload: wanted(known.payload, "payload", .webhookEvents),
      ping: wanted(known.ping, "ping", .webhookEvents),
      createdDate: wanted(known.createdDate, "createdDate", .webhookEvents))
    return WebhookEvent(id: event.id, attributes: attributes == .init() ? nil : attributes)
  }

  private func wanted<Value>(
    _ value: @autoclosure () -> Value?, _ field: String, _ type: ResourceType
  ) -> Value? {
    query.wants(field, of: type) ? value() : nil
  }
}
