import Simulator
import TestSupport

/// The fleet that was saved last.
final class LockedFleet: Sendable {
  private let fleet = LockedValue<Fleet?>(nil)

  var value: Fleet? { fleet.withLock { $0 } }

  func set(_ value: Fleet) { fleet.withLock { $0 = value } }
}
