import AppStoreConnect
import TestSupport

extension WaitClock {
  /// A new clock whose waits end at once.
  static var instant: WaitClock {
    let time = LockedValue(Duration.zero)
    return WaitClock(
      now: { time.withLock { $0 } },
      sleep: { duration in
        try Task.checkCancellation()
        time.withLock { $0 += duration }
      }, random: { 0.5 })
  }
}
