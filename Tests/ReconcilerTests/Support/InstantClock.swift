import AppStoreConnect
import TestSupport

extension WaitClock {
  /// A clock whose waits end at once; `onSleep` is told the total time after each.
  static func instant(onSleep: @escaping @Sendable (Duration) -> Void = { _ in }) -> WaitClock {
    let time = LockedValue(Duration.zero)
    return WaitClock(
      now: { time.withLock { $0 } },
      sleep: { duration in
        await Task.yield()
        try Task.checkCancellation()
        onSleep(
          time.withLock { now in
            now += duration
            return now
          })
      }, random: { 0.5 })
  }
}
