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

  /// As a new delivery. A repetition makes another one, which receivers must expect anyhow, so it is sent
  /// again like a read; the live service sometimes answers 500.
  package func redeliver(deliveryId: String) async throws(ClientError) -> Repeated<WebhookDelivery> {
    try await writeRepeatedly(
      target("webhookDeliveries"), WebhookDeliveryCreateRequest(repeating: deliveryId),
      as: WebhookDeliveryResponse.self)
  }

  /// Shows up as a delivery whose event has `ping` set. It is sent again like a read.
  package func ping(webhookId: String) async throws(ClientError) -> Repeated<WebhookPing> {
    try await writeRepeatedly(
      target("webhookPings"), WebhookPingCreateRequest(webhookId: webhookId), as: WebhookPingResponse.self)
  }
}
