/// Exponential backoff with full jitter: each wait is drawn evenly from nothing up to a bound that doubles
/// with every failure, so that clients that failed together don't come back together.
package struct Backoff: Sendable, Hashable {
  package var base: Duration
  package var cap: Duration

  /// Half a second and half a minute span a lost connection as well as a restart of the service.
  package init(base: Duration = .milliseconds(500), cap: Duration = .seconds(30)) {
    self.base = max(base, .zero)
    self.cap = max(cap, .zero)
  }

  /// `failures` in a row, counted from 1.
  func bound(afterFailures failures: Int) -> Duration {
    var bound = base
    for _ in 1..<max(failures, 1) {
      guard .zero < bound, bound < cap else { break }
      bound += bound
    }
    return min(bound, cap)
  }

  /// `random` is at least 0 and below 1.
  func delay(afterFailures failures: Int, random: Double) -> Duration {
    bound(afterFailures: failures) * random
  }
}
