import AppStoreConnect
import Events

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AppStoreConnectSimulator {
  func listDeliveries(ofWebhook id: String, _ context: Context) throws(APIFailure) -> Answer {
    // Several values of a filter let through what fits any of them.
    let from = context.query.dates["filter[createdDateGreaterThanOrEqualTo]"]?.min()
    let until = context.query.dates["filter[createdDateLessThan]"]?.max()
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
    var reader = try BodyReader(
      context.call, type: .webhookDeliveries, members: ["attributes", "relationships"])
    _ = reader.attributes()
    let id = reader.relationship("template", to: .webhookDeliveries)
    let checked = reader
    let (delivery, fails) = try locked { state throws(APIFailure) in
      var reader = checked
      if let id, let place = state.delivery(id)?.place {
        state.forgetOldDeliveries(to: place, at: context.now)
      }
      guard let id, let template = state.delivery(id) else {
        if let id { reader.reportUnknownTarget("template", .webhookDeliveries, id: id) }
        try reader.finish()
        throw APIFailure.malformedBody
      }
      try reader.finish()
      if configuration.redeliversOnce && template.record.wasSentAgain {
        throw APIFailure.alreadySentAgain(id)
      }
      let fails = try failsRedelivery(&state)
      state.noteRepetition(of: id, to: template.place)
      let delivery = deliver(
        template.record.event, to: template.place, redelivery: true, in: &state, at: context.now)
      return (delivery, fails)
    }
    send([delivery])
    guard !fails else { throw Self.failedRedelivery }
    let link = DocumentLinks(selfLink: context.selfLink)
    return Answer(status: 201, WebhookDeliveryResponse(data: context.delivery(delivery.record), links: link))
  }

  /// Whether a redelivery that is made is answered with 500; throws if it isn't made.
  private func failsRedelivery(_ state: inout SimulatorState) throws(APIFailure) -> Bool {
    guard configuration.redeliveryFailureRate > 0 else { return false }
    let number = state.draw()
    if number < configuration.redeliveryFailureRate / 2 { throw Self.failedRedelivery }
    return number < configuration.redeliveryFailureRate
  }

  private static var failedRedelivery: APIFailure {
    .unexpected("It is unknown whether the redelivery was made")
  }

  func ping(_ context: Context) throws(APIFailure) -> Answer {
    var reader = try BodyReader(context.call, type: .webhookPings, members: ["attributes", "relationships"])
    _ = reader.attributes()
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
      let eventId = state.makeID(.event)
      let payload = EventPayload(
        of: EventType(rawValue: EventCatalogue.test.type), id: eventId, at: context.now)
      let event = WebhookEvent(
        id: eventId,
        attributes: .init(payload: payload.text, ping: true, createdDate: Timestamp(context.now)))
      return (pingId, deliver(event, to: place, redelivery: false, in: &state, at: context.now))
    }
    send([delivery])
    let link = DocumentLinks(selfLink: context.selfLink)
    return Answer(status: 201, WebhookPingResponse(data: WebhookPing(id: pingId), links: link))
  }

  /// A webhook's deliveries, newest first. Without a sender, what was pending has succeeded by now.
  private func deliveries(
    ofWebhook id: String, at now: Date
  ) throws(APIFailure) -> [SimulatorState.DeliveryRecord] {
    try locked { state throws(APIFailure) in
      guard let place = state.place(ofWebhook: id) else { throw APIFailure.notFound(.webhooks, id: id) }
      state.forgetOldDeliveries(to: place, at: now)
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
    guard context.now.timeIntervalSince(from) <= APILimits.deliveryRetention else {
      throw APIFailure([.invalidParameter(name, "it must be within the last 10 days")])
    }
  }
}
