import AppStoreConnect
import Platform

/// Resources as a request wants to see them: with the fields and relationships that it asked for.
extension Context {
  func app(_ entry: AppCatalog.Entry) -> App {
    let attributes = App.Attributes(
      name: wanted(entry.name, "name", .apps), bundleId: wanted(entry.bundleId, "bundleId", .apps),
      sku: wanted(entry.sku, "sku", .apps), primaryLocale: wanted("en-US", "primaryLocale", .apps))
    let path = "\(base)/v1/apps/\(entry.id)"
    let webhooks = ToManyLinks(
      links: .init(selfLink: "\(path)/relationships/webhooks", related: "\(path)/webhooks"))
    return App(
      id: entry.id, attributes: attributes == .init() ? nil : attributes,
      relationships: wanted(.init(webhooks: webhooks), "webhooks", .apps),
      links: ResourceLinks(selfLink: path))
  }

  func webhook(_ webhook: Fleet.Webhook, ofApp app: AppCatalog.Entry) -> Webhook {
    let attributes = Webhook.Attributes(
      enabled: wanted(webhook.enabled, "enabled", .webhooks),
      eventTypes: wanted(webhook.eventTypes, "eventTypes", .webhooks),
      name: wanted(webhook.name, "name", .webhooks), url: wanted(webhook.url, "url", .webhooks))
    let path = "\(base)/v1/webhooks/\(PercentEncoding.encode(webhook.id))"
    let deliveries = ToManyLinks(
      links: .init(selfLink: "\(path)/relationships/deliveries", related: "\(path)/deliveries"))
    // An app is named where it is included; elsewhere Apple's document leaves the identifier out as well.
    let relationships = Webhook.Relationships(
      app: query.includes("app")
        ? wanted(OptionalToOne(data: ResourceIdentifier(.apps, id: app.id)), "app", .webhooks) : nil,
      deliveries: wanted(deliveries, "deliveries", .webhooks))
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

  private func wanted<Value>(_ value: Value?, _ field: String, _ type: ResourceType) -> Value? {
    query.wants(field, of: type) ? value : nil
  }
}
