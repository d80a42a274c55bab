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

  /// From when on deliveries count that were there before a webhook's list was first read.
  let start: Date
  private var known: [String: [String: Known]] = [:]

  private struct Known {
    var state: DeliveryState?
    var created: Date?
  }

  init(from start: Date) { self.start = start }

  /// The oldest delivery of which there is more to come.
  var oldestPending: Date? {
    known.values.lazy.flatMap(\.values).filter { $0.state == .pending }.compactMap(\.created).min()
  }

  /// The news in what was read, oldest first.
  mutating func take(_ lists: [WebhookDeliveries]) -> [Item] {
    let items = lists.flatMap { list -> [Item] in
      guard case .success(let deliveries) = list.deliveries else { return [] }
      let before = known[list.webhook.id]
      // What isn't listed any more is too old to come again.
      known[list.webhook.id] = Dictionary(
        deliveries.map { ($0.id, Known(state: $0.state, created: $0.createdDate)) }, uniquingKeysWith: { $1 })
      return deliveries.filter { delivery in
        if let seen = before?[delivery.id] { return seen.state != delivery.state }
        return before != nil || delivery.createdDate.map { $0 >= start } ?? true
      }.map { Item(webhook: list.webhook, delivery: $0) }
    }
    return items.reversed().newestFirst(by: \.delivery).reversed()
  }

  /// Drops what is known of a webhook that is no longer there.
  mutating func forget(_ webhook: WebhookReference) { known[webhook.id] = nil }
}
