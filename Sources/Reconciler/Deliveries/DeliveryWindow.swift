import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct DeliveryWindow: Sendable, Hashable {
  /// How much of the ten days that can be listed is given up, in seconds, so that a request isn't too late by the time that it
  /// gets there: for a clock that is slow, a wait at the rate limit, a list of many pages.
  static let margin: TimeInterval = 5 * 60

  /// Included; never longer ago than can be read.
  package let since: Date
  /// Excluded; `nil` for up to now.
  package let until: Date?

  /// `nil` if it begins more than ten days ago or not yet, or ends before it begins. One that begins just ten
  /// days ago loses its first minutes.
  package init?(since: Date, until: Date? = nil, now: Date) {
    // A moment computed from one clock a little earlier than the other is still "ten days ago".
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

  /// One without a date belongs into it: the service has listed it.
  func includes(_ delivery: DeliveryRecord) -> Bool {
    guard let date = delivery.createdDate else { return true }
    return date >= since && until.map { date < $0 } ?? true
  }
}
