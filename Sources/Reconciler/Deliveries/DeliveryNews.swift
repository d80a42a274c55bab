import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Tells which deliveries are new, or have ended, since the lists were last read.
package struct DeliveryNews: Sendable {
  package struct Item: Sendable {
    package var webhook: WebhookReference
    package var delivery: DeliveryRecord
  }

  /// How far back deliveries count when a webhook's list is read for the first time.
  let start: Date
  private var known: [String: [String: Known]] = [:]

  private struct Known {
    var state: DeliveryState?
    var created: Date?
  }

  init(from start: Date) { self.start = start }

  /// When the oldest pending delivery was created.
  var oldestPending: Date? {
    known.values.lazy.flatMap(\.values).filter { $0.state == .pending }.compactMap(\.created).min()
  }

  /// What is new in the lists, oldest first.
  mutating func take(_ lists: [WebhookDeliveries]) -> [Item] {
    let items = lists.flatMap { list -> [Item] in
      guard case .success(let deliveries) = list.deliveries else { return [] }
      let before = known[list.webhook.id]
      // What isn't listed any more is too old to come back.
      known[list.webhook.id] = Dictionary(
        deliveries.map { ($0.id, Known(state: $0.state, created: $0.createdDate)) }, uniquingKeysWith: { $1 })
      return deliveries.filter { delivery in
        if let seen = before?[delivery.id] { return seen.state != delivery.state }
        return before != nil || delivery.createdDate.map { $0 >= start } ?? true
      }.map { Item(webhook: list.webhook, delivery: $0) }
    }
    return items.reversed().newestFirst(by: \.delivery).reversed()
  }

  /// Forgets a webhook that is gone.
  mutating func forget(_ webhook: WebhookReference) { known[webhook.id] = nil }
}
