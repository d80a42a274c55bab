#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Counts requests over a rolling hour.
struct RateLimiter: Sendable {
  let limit: Int
  private var times: [Date] = []
  /// How many of `times` have left the hour; they are dropped from time to time, not one by one.
  private var expired = 0

  init(limit: Int) { self.limit = limit }

  /// How many requests are left in the hour.
  var remaining: Int { max(0, limit - (times.count - expired)) }

  /// Counts a request, unless the hour is full; a refused one doesn't lengthen the wait.
  mutating func admit(at now: Date) -> Bool {
    while expired < times.count, now.timeIntervalSince(times[expired]) >= 3600 { expired += 1 }
    if expired > 1024 && expired * 2 > times.count {
      times.removeFirst(expired)
      expired = 0
    }
    guard remaining > 0 else { return false }
    times.append(now)
    return true
  }
}
