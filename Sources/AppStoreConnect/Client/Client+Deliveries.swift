#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Client {
  /// A delivery, and the event that was delivered where the answer has it.
  package typealias DeliveryWithEvent = (delivery: WebhookDelivery, event: WebhookEvent?)

  /// Reads a webhook's deliveries, in Apple's order.
  ///
  /// The live service wants a created-date filter within the last 10 days and refuses one by state: callers
  /// choose by state themselves.
  ///
  /// - Parameters:
  ///   - createdSince: The earliest creation, included.
  ///   - createdBefore: The latest creation, excluded; `nil` for up to now.
  ///   - looksAgain: Whether the list is read again and again anyhow, so that it doesn't matter if one reading
  ///     isn't whole.
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

  /// Reads the IDs of a webhook's deliveries.
  package func deliveryIds(webhookId: String) async throws(ClientError) -> [String] {
    let target = target(
      "webhooks", webhookId, "relationships", "deliveries",
      parameters: [.init("limit", String(APILimits.pageSize))])
    return try await readLinkage(
      .webhookDeliveries, .deliveries(webhookId: webhookId), from: target, check: .lenient)
  }

  /// Has a delivery's event sent again, as a new delivery. A repetition makes another one, which receivers
  /// must expect anyhow, so it is sent again like a read; the live service sometimes answers 500.
  package func redeliver(deliveryId: String) async throws(ClientError) -> Repeated<WebhookDelivery> {
    try await writeRepeatedly(
      target("webhookDeliveries"), WebhookDeliveryCreateRequest(repeating: deliveryId),
      as: WebhookDeliveryResponse.self)
  }

  /// Has a test event sent; it shows up as a delivery whose event has `ping` set. It is sent again like a
  /// read.
  package func ping(webhookId: String) async throws(ClientError) -> Repeated<WebhookPing> {
    try await writeRepeatedly(
      target("webhookPings"), WebhookPingCreateRequest(webhookId: webhookId),
      as: WebhookPingResponse.self)
  }
}
