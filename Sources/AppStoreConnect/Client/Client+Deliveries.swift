#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Client {
  package typealias DeliveryWithEvent = (delivery: WebhookDelivery, event: WebhookEvent?)

  /// In Apple's order. The live service wants a created-date filter within 10 days and refuses one by state.
  ///
  /// `createdSince` is included, `createdBefore` not. `looksAgain`: the caller reads the list again and again
  /// anyhow, so it doesn't matter if one reading isn't whole.
  package func deliveries(
    webhookId: String, createdSince: Date, createdBefore: Date? = nil, looksAgain: Bool = false
  ) async throws(ClientError) -> [DeliveryWithEvent] {
    var parameters: [RequestTarget.Parameter] = [
      .init("filter[createdDateGreaterThanOrEqualTo]", Timestamp(createdSince).rawValue)
    ]
    if let createdBefore {
      parameters.append(.init("filter[createdDateLessThan]", Timestamp(createdBefore).rawValue))
    }
    parameters += [.init("include", "event"), .init("limit", String(APILimits.pageSize))]
    let target = target("webhooks", webhookId, "deliveries", parameters: parameters)
    let list = try await readList(
      .deliveries(webhookId: webhookId), from: target, as: WebhookDeliveriesResponse.self,
      check: looksAgain ? .none : .lenient)
    let events = Dictionary(list.included.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    return list.entries.map { delivery in
      (
        delivery.withholding(sender.withholding),
        (delivery.relationships?.event?.data?.id).flatMap { events[$0] }
      )
    }
  }

  package func deliveryIds(webhookId: String) async throws(ClientError) -> [String] {
    let target = target(
      "webhooks", webhookId, "relationships", "deliveries",
      parameters: [.init("limit", String(APILimits.pageSize))])
    return try await readLinkage(
      .webhookDeliveries, .deliveries(webhookId: webhookId), from: target, check: .lenient)
  }

  /// Sends a delivery's event again, as a new delivery. A repetition makes another one, which receivers must
  /// expect anyhow, so the request is sent again like a read; the live service sometimes answers 500.
  ///
  /// - Returns: no delivery if a repetition is refused because a delivery can be sent again only once: an
  ///   earlier try has done it then.
  package func redeliver(deliveryId: String) async throws(ClientError) -> Repeated<WebhookDelivery?> {
    var attempts = Attempts()
    do throws(ClientError) {
      let made = try await writeRepeatedly(
        target("webhookDeliveries"), WebhookDeliveryCreateRequest(repeating: deliveryId),
        as: WebhookDeliveryResponse.self, &attempts)
      return Repeated(made.resource, times: made.times)
    } catch {
      guard attempts.open > 0, case .api(let answer) = error, answer.status == 409 else { throw error }
      return Repeated(nil, times: 1)
    }
  }

  /// Makes a delivery whose event has `ping` set. The request is sent again like a read.
  package func ping(webhookId: String) async throws(ClientError) -> Repeated<WebhookPing> {
    var attempts = Attempts()
    return try await writeRepeatedly(
      target("webhookPings"), WebhookPingCreateRequest(webhookId: webhookId), as: WebhookPingResponse.self,
      &attempts)
  }
}
