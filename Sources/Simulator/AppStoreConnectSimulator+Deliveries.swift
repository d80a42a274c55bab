import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AppStoreConnectSimulator {
  func listDeliveries(ofWebhook id: String, _ context: Context) throws(APIFailure) -> Answer {
    let from = context.query.dates["filter[createdDateGreaterThanOrEqualTo]"]
    let until = context.query.dates["filter[createdDateLessThan]"]
    let states = context.query.lists["filter[deliveryState]"]
    if configuration.liveDeliveryFilters { try checkRecent(from, context) }
    let found = try deliveries(ofWebhook: id, at: context.now).filter { record in
      (from.map { record.createdDate >= $0 } ?? true) && (until.map { record.createdDate < $0 } ?? true)
        && (states?.contains(record.attributes.deliveryState?.rawValue ?? "") ?? true)
    }
    let page = page(of: found, context) { -$0.sequence }
    var included: [WebhookEvent]?
    if context.query.includes("event") {
      var seen: Set<String> = []
      included = page.elements.map(\.event).filter { seen.insert($0.id).inserted }.map(context.event)
    }
    return Answer(
      WebhookDeliveriesResponse(
        data: page.elements.map(context.delivery), included: included, links: page.links, meta: page.meta))
  }

  func listDeliveryLinkages(ofWebhook id: String, _ context: Context) throws(APIFailure) -> Answer {
    let page = page(of: try deliveries(ofWebhook: id, at: context.now), context) { -$0.sequence }
    return Answer(
      WebhookDeliveriesLinkagesResponse(
        data: page.elements.map { ResourceIdentifier(.webhookDeliveries, id: $0.id) },
        links: page.links, meta: page.meta))
  }

  func redeliver(_ context: Context) throws(APIFailure) -> Answer {
    var reader = try BodyReader(context.call, type: .webhookDeliveries, members: ["relationships"])
    let id = reader.relationship("template", to: .webhookDeliveries)
    let checked = reader
    let delivery = try locked { state throws(APIFailure) in
      var reader = checked
      guard let id, let template = state.delivery(id) else {
        if let id { reader.reportUnknownTarget("template", .webhookDeliveries, id: id) }
        try reader.finish()
        throw APIFailure.malformedBody
      }
      try reader.finish()
      return deliver(template.record.event, to: template.place, redelivery: true, in: &state, at: context.now)
    }
    send([delivery])
    let link = DocumentLinks(selfLink: context.selfLink)
    return Answer(status: 201, WebhookDeliveryResponse(data: context.delivery(delivery.record), links: link))
  }

  func ping(_ context: Context) throws(APIFailure) -> Answer {
    var reader = try BodyReader(context.call, type: .webhookPings, members: ["relationships"])
    let id = reader.relationship("webhook", to: .webhooks)
    let checked = reader
    let (pingId, delivery) = try locked { state throws(APIFailure) in
      var reader = checked
      guard let id, let place = state.place(ofWebhook: id) else {
        if let id { reader.reportUnknownTarget("webhook", .webhooks, id: id) }
        try reader.finish()
        throw APIFailure.malformedBody
      }
      try reader.finish()
      let pingId = state.makeID(.ping)
      let payload = EventPayload(
        type: "webhookPingCreated", id: state.makeID(.event), timestamp: context.now,
        instance: (type: "webhookPings", id: pingId, base: context.base))
      let event = WebhookEvent(
        id: payload.data.id,
        attributes: .init(payload: payload.text, ping: true, createdDate: Timestamp(context.now)))
      return (pingId, deliver(event, to: place, redelivery: false, in: &state, at: context.now))
    }
    send([delivery])
    let link = DocumentLinks(selfLink: context.selfLink)
    return Answer(status: 201, WebhookPingResponse(data: WebhookPing(id: pingId), links: link))
  }

  /// Lets an event happen to an app: it is delivered to every enabled webhook that listens to its type.
  ///
  /// - Parameters:
  ///   - payload: the body that receivers get; `nil` for one that says what Apple's says of every event.
  /// - Returns: the IDs of the deliveries; `nil` where there is no such app.
  @discardableResult
  public func recordEvent(appId: String, type: EventType, payload: String? = nil) -> [String]? {
    guard let app = catalog[appId] else { return nil }
    let now = configuration.now()
    let deliveries = state.withLock { state in
      let id = state.makeID(.event)
      let body =
        payload
        ?? EventPayload(
          type: EventPayload.name(of: type), id: id, timestamp: now,
          instance: (type: "apps", id: appId, base: configuration.baseURL ?? Self.appleURL)
        ).text
      let event = WebhookEvent(
        id: id,
        attributes: .init(eventType: type, payload: body, ping: false, createdDate: Timestamp(now)))
      return state.webhooks[app.index].indices.compactMap { index -> PendingDelivery? in
        let place = SimulatorState.Place(app: app.index, index: index)
        let webhook = state[place].webhook
        guard webhook.enabled, webhook.eventTypes.contains(type) else { return nil }
        return deliver(event, to: place, redelivery: false, in: &state, at: now)
      }
    }
    send(deliveries)
    return deliveries.map(\.record.id)
  }

  private static var appleURL: String { "https://api.appstoreconnect.apple.com" }

  /// A delivery that was written down, and what is to be sent for it.
  struct PendingDelivery: Sendable {
    var record: SimulatorState.DeliveryRecord
    var attempt: DeliveryAttempt
  }

  private func deliver(
    _ event: WebhookEvent, to place: SimulatorState.Place, redelivery: Bool, in state: inout SimulatorState,
    at now: Date
  ) -> PendingDelivery {
    let record = state.addDelivery(of: event, to: place, redelivery: redelivery, at: now)
    let webhook = state[place].webhook
    return PendingDelivery(
      record: record,
      attempt: DeliveryAttempt(
        deliveryId: record.id, webhookId: webhook.id, url: webhook.url,
        payload: event.attributes?.payload ?? "", secret: webhook.secret))
  }

  private func send(_ deliveries: [PendingDelivery]) {
    guard let sender = configuration.sender else { return }
    for delivery in deliveries {
      let id = delivery.record.id
      sender(delivery.attempt) { [weak self] outcome in
        guard let self else { return }
        let now = configuration.now()
        state.withLock { $0.settle(id, outcome, at: now) }
      }
    }
  }

  /// A webhook's deliveries, newest first. Without a sender, what was pending has succeeded by now.
  private func deliveries(
    ofWebhook id: String, at now: Date
  ) throws(APIFailure) -> [SimulatorState.DeliveryRecord] {
    try locked { state throws(APIFailure) in
      guard let place = state.place(ofWebhook: id) else { throw APIFailure.notFound(.webhooks, id: id) }
      if configuration.sender == nil {
        state.update(place) { webhook in
          for index in webhook.deliveries.indices
          where webhook.deliveries[index].attributes.deliveryState == .pending {
            webhook.deliveries[index].attributes.settle(.answered(status: 200, body: ""), at: now)
          }
        }
      }
      return state[place].deliveries.reversed()
    }
  }

  private func checkRecent(_ from: Date?, _ context: Context) throws(APIFailure) {
    let name = "filter[createdDateGreaterThanOrEqualTo]"
    guard let from else {
      throw APIFailure([.missingParameter(name, "a date within the last 10 days")])
    }
    guard context.now.timeIntervalSince(from) <= SimulatorState.retention else {
      throw APIFailure([.invalidParameter(name, "it must be within the last 10 days")])
    }
  }
}
