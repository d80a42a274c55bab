import AppStoreConnect

/// How many of a webhook's events arrived. If the first delivery failed and a later one succeeded, the event counts.
package struct DeliveryTally: Sendable, Hashable {
  /// Deliveries that have ended.
  package private(set) var ended = 0
  /// Those that failed and whose event has not arrived since.
  package private(set) var missed = 0
  /// The latest missed delivery.
  package private(set) var latestMissed: DeliveryRecord?
  /// Whether the latest of all deliveries that have ended was missed.
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
