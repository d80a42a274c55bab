import AppStoreConnect
import TestSupport

extension VirtualTime {
  /// The clock for drawing and waiting.
  var clock: WaitClock {
    WaitClock(now: { self.now }, sleep: { try await self.sleep($0) }, random: { self.random() })
  }
}
