import AppStoreConnect
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct WebhookDeliveries: Sendable {
  package var webhook: WebhookReference
  /// Newest first.
  package var deliveries: Result<[DeliveryRecord], ClientError>
  package var isRead: Bool { if case .success = deliveries { true } else { false } }
  package var read: [DeliveryRecord] { (try? deliveries.get()) ?? [] }
}

/// Reads each list to its end or not at all.
package struct DeliveryReader: Sendable {
  let client: Client
  let concurrency: Int

  package init(client: Client, concurrency: Int = 8) {
    self.client = client
    self.concurrency = max(1, concurrency)
  }

  /// Reads webhook by webhook, in their order. If one list fails, the others are still read.
  package func read(
    _ webhooks: [WebhookReference], _ window: DeliveryWindow,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [WebhookDeliveries] {
    await concurrentMap(webhooks, limit: concurrency, progress: progress) { await read($0, window) }
  }

  func read(_ webhook: WebhookReference, _ window: DeliveryWindow) async -> WebhookDeliveries {
    do throws(ClientError) {
      let found = try await client.deliveries(
        webhookId: webhook.id, createdSince: window.since, createdBefore: window.until)
      let records = found.map { DeliveryRecord($0.delivery, event: $0.event) }
      return WebhookDeliveries(
        webhook: webhook, deliveries: .success(records.filter(window.includes(_:)).newestFirst()))
    } catch {
      return WebhookDeliveries(webhook: webhook, deliveries: .failure(error))
    }
  }
}

extension Sequence {
  /// The latest first; those without a date last. Equal dates stay in Apple's order.
  package func newestFirst(by delivery: (Element) -> DeliveryRecord) -> [Element] {
    func date(_ element: Element) -> Date { delivery(element).createdDate ?? .distantPast }
    return enumerated().sorted { left, right in
      let (a, b) = (date(left.element), date(right.element))
      return a == b ? left.offset < right.offset : a > b
    }.map(\.element)
  }
}

extension Sequence<DeliveryRecord> {
  package func newestFirst() -> [DeliveryRecord] { newestFirst { $0 } }
}

package struct DeliveryWindow: Sendable, Hashable {
  /// How many seconds of the ten days that can be listed are given up, so that a request isn't too late when it
  /// arrives: because of a slow clock, a wait at the rate limit, or a list of many pages.
  static let margin: TimeInterval = 5 * 60

  /// Inclusive; never longer ago than can be read.
  package let since: Date
  /// Exclusive; `nil` for up to now.
  package let until: Date?

  /// Returns `nil` if the window begins more than ten days ago or in the future, or ends before it begins. One that
  /// begins just ten days ago loses its first minutes.
  package init?(since: Date, until: Date? = nil, now: Date) {
    // If `since` was computed a little before `now`, it is still "ten days ago".
    guard since < now, now.timeIntervalSince(since) <= APILimits.deliveryRetention + 60 else { return nil }
    if let until, until <= since { return nil }
    self.since = max(since, now.addingTimeInterval(-APILimits.deliveryRetention + Self.margin))
    self.until = until
  }

  package static func all(now: Date) -> DeliveryWindow {
    DeliveryWindow(since: now.addingTimeInterval(-APILimits.deliveryRetention + margin))
  }

  private init(since: Date) {
    self.since = since
    until = nil
  }

  /// A delivery without a date is included, because the service has listed it.
  func includes(_ delivery: DeliveryRecord) -> Bool {
    guard let date = delivery.createdDate else { return true }
    return date >= since && until.map { date < $0 } ?? true
  }
}
