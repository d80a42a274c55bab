import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct DeliverySummary: Sendable, Hashable {
  /// A stretch of time in which every delivery failed.
  package struct Outage: Sendable, Hashable {
    /// When the first failed delivery was created.
    package var start: Date
    /// When the first successful delivery after it was created.
    package var end: Date?
    package var failures: Int
  }

  package var succeeded = 0
  package var failed = 0
  /// How many are PENDING or in an unknown state.
  package var other = 0
  package var lastSuccess: Date?
  /// Each lasts from a failure to the next success; the earliest first.
  package var outages: [Outage] = []
  /// `nil` if nothing failed.
  package var longestOutage: Outage?

  /// From 0 to 1; `nil` if none has ended.
  package var successRate: Double? {
    succeeded + failed == 0 ? nil : Double(succeeded) / Double(succeeded + failed)
  }

  /// Takes deliveries in any order.
  ///
  /// - Parameter now: the end of an outage that lasts.
  package init(_ deliveries: [DeliveryRecord], now: Date) {
    var current: Outage?
    func close(at end: Date?) {
      guard var outage = current else { return }
      outage.end = end
      outages.append(outage)
      let length = (end ?? now).timeIntervalSince(outage.start)
      let longest = longestOutage.map { ($0.end ?? now).timeIntervalSince($0.start) } ?? -1
      if length > longest { longestOutage = outage }
      current = nil
    }
    for delivery in deliveries.newestFirst().reversed() {
      switch delivery.state {
      case .succeeded?:
        succeeded += 1
        guard let date = delivery.createdDate else { continue }
        lastSuccess = date
        close(at: date)
      case .failed?:
        failed += 1
        guard let date = delivery.createdDate else { continue }
        current = current ?? Outage(start: date, end: nil, failures: 0)
        current?.failures += 1
      default: other += 1
      }
    }
    close(at: nil)
  }

  /// Which of the window's equal parts an outage touches.
  package func partsOfOutages(from start: Date, to end: Date, parts: Int) -> Set<Int> {
    let length = end.timeIntervalSince(start) / Double(max(parts, 1))
    guard length > 0 else { return [] }
    func part(_ date: Date) -> Int { min(max(Int(date.timeIntervalSince(start) / length), 0), parts - 1) }
    return Set(outages.flatMap { part($0.start)...part($0.end ?? end) })
  }

  /// Counts deliveries in equal parts of the window, oldest first.
  package static func timeline(
    _ deliveries: [DeliveryRecord], from start: Date, to end: Date, parts: Int
  ) -> [(succeeded: Int, failed: Int)] {
    var timeline = Array(repeating: (succeeded: 0, failed: 0), count: max(parts, 1))
    let length = end.timeIntervalSince(start) / Double(timeline.count)
    guard length > 0 else { return timeline }
    for delivery in deliveries {
      guard let date = delivery.createdDate else { continue }
      let position = date.timeIntervalSince(start) / length
      guard position >= 0, position <= Double(timeline.count) else { continue }
      let index = min(Int(position), timeline.count - 1)
      switch delivery.state {
      case .succeeded?: timeline[index].succeeded += 1
      case .failed?: timeline[index].failed += 1
      default: break
      }
    }
    return timeline
  }
}
