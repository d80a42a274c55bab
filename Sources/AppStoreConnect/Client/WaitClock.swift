/// Time and chance; tests inject their own and never wait.
package struct WaitClock: Sendable {
  /// Since some fixed moment; it never goes back.
  package var now: @Sendable () -> Duration
  /// Throws at once if the task is or gets cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// At least 0 and below 1, evenly spread.
  package var random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
    random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.random = random
  }

  /// Goes on while the machine sleeps.
  package static let continuous: WaitClock = {
    let start = ContinuousClock.now
    return WaitClock(
      now: { ContinuousClock.now - start }, sleep: { duration in try await Task.sleep(for: duration) },
      random: { Double.random(in: 0..<1) })
  }()
}
