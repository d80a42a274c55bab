/// The time and the chance that waits depend on; tests give their own and wait for nothing.
package struct WaitClock: Sendable {
  /// The time since some fixed moment; it never goes back.
  package var now: @Sendable () -> Duration
  /// Waits; throws at once where the task is or gets cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number that is at least 0 and below 1, evenly spread.
  package var random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
    random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.random = random
  }

  /// The machine's clock, which goes on while the machine sleeps, and its random numbers.
  package static let continuous: WaitClock = {
    let start = ContinuousClock.now
    return WaitClock(
      now: { ContinuousClock.now - start },
      sleep: { duration in try await Task.sleep(for: duration) },
      random: { Double.random(in: 0..<1) })
  }()
}
