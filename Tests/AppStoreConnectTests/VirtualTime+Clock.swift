import AppStoreConnect
import TestSupport

extension VirtualTime {
  /// The clock for a client.
  var clock: WaitClock {
    WaitClock(now: { self.now }, sleep: { try await self.sleep($0) }, random: { self.random() })
  }
}

extension WaitClock {
  /// A clock whose waits are over at once, for calls on several threads.
  static func instant(random: Double = 0.5) -> WaitClock {
    let time = LockedValue(Duration.zero)
    return WaitClock(
      now: { time.withLock { $0 } },
      sleep: { duration in
        await Task.yield()
        try Task.checkCancellation()
        time.withLock { $0 += duration }
      }, random: { random })
  }
}
