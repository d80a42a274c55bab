import AppStoreConnect

/// How many of a webhook's events arrived: those whose first delivery failed count if a later one succeeded.
package struct DeliveryTally: Sendable, Hashable {
  /// Deliveries that have ended.
  package private(set) var ended = 0
  /// Those of them that failed, and whose event has not arrived since.
  package private(set) var missed = 0
  /// The latest that was missed.
  package private(set) var latestMissed: DeliveryRecord?
  /// Whether that is the latest of all that have ended.
  package private(set) var isLatestMissed = false

  package init(_ deliveries: [DeliveryRecord]) {
    let arrived = Set(deliveries.lazy.filter(\.hasSucceeded).compactMap(\.eventId))
    for delivery in deliveries.newestFirst() {
      switch delivery.state {
      case .succeeded?: ended += 1
      case .failed?:
        ended += 1
        if let event = delivery.eventId, arrived.contains(event) { continue }
        missed += 1
        if ended == 1 { isLatestMissed = true }
        latestMissed = latestMissed ?? delivery
      default: break
      }
    }
  }

  /// From 0 to 1; `nil` if none has ended.
  package var rate: Double? { ended == 0 ? nil : Double(ended - missed) / Double(ended) }
}
