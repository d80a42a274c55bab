import AppStoreConnect
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What was delivered to one webhook.
package struct WebhookDeliveries: Sendable {
  package var webhook: WebhookReference
  /// Its deliveries, newest first, or why they could not be read.
  package var deliveries: Result<[DeliveryRecord], ClientError>

  /// The deliveries; none where they could not be read.
  package var read: [DeliveryRecord] { (try? deliveries.get()) ?? [] }
}

/// Reads the deliveries of webhooks, each list to its end or not at all.
package struct DeliveryReader: Sendable {
  private let client: Client
  private let concurrency: Int

  /// Creates a reader that has at most `concurrency` lists under way, at least one.
  package init(client: Client, concurrency: Int = 8) {
    self.client = client
    self.concurrency = max(1, concurrency)
  }

  /// Reads the deliveries of a window, webhook by webhook in their order. A list that fails fails no other.
  /// `progress` is told of each webhook that is done.
  package func read(
    _ webhooks: [WebhookReference], _ window: DeliveryWindow,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [WebhookDeliveries] {
    await concurrentMap(webhooks, limit: concurrency, progress: progress) { [client] webhook in
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
}

extension Sequence {
  /// In order of their deliveries' creation, the latest first; what has no date comes last.
  ///
  /// Deliveries of the same moment stay in the order in which they are, which is Apple's.
  package func newestFirst(by delivery: (Element) -> DeliveryRecord) -> [Element] {
    func date(_ element: Element) -> Date { delivery(element).createdDate ?? .distantPast }
    return enumerated().sorted { left, right in
      let (a, b) = (date(left.element), date(right.element))
      return a == b ? left.offset < right.offset : a > b
    }.map(\.element)
  }
}

extension Sequence<DeliveryRecord> {
  /// In order of creation, the latest first.
  package func newestFirst() -> [DeliveryRecord] { newestFirst { $0 } }
}
