import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The machine's clock, until it is told to stand still: then nothing depends on how long a busy machine takes from one
/// line to the next.
final class StandingClock: Sendable {
  private let time = LockedValue<Date?>(nil)

  var now: Date { time.withLock { $0 } ?? Date() }

  func stand(at time: Date = Date()) { self.time.withLock { $0 = time } }
}
