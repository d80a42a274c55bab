import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Looks at a webhook's deliveries again and again until one of them is no longer PENDING.
///
/// Every look is one call through the client's gate (or, if there are very many deliveries, one for each 200 of the
/// last quarter of an hour).
package struct DeliveryFollower: Sendable {
  /// How far back deliveries are read: much longer than a delivery takes, because this machine's clock decides. If it
  /// were further ahead than that, no token would be accepted.
  static let lookback: TimeInterval = 15 * 60
  /// The time before the first look; most deliveries take less.
  static let firstDelay = Duration.milliseconds(250)
  /// The longest time between two looks; it doubles from the first one on.
  static let longestDelay = Duration.seconds(8)

  let client: Client
  let wait: Duration
  let clock: WaitClock
  let now: @Sendable () -> Date
  let isStopped: @Sendable () -> Bool

  /// - Parameters:
  ///   - wait: how long, from when a delivery was asked for; if zero, it is looked at once.
  ///   - now: the clock that deliveries' dates are compared with.
  package init(
    client: Client, wait: Duration = .seconds(60), clock: WaitClock = .continuous,
    now: @escaping @Sendable () -> Date = { Date() }, isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.client = client
    self.wait = max(wait, .zero)
    self.clock = clock
    self.now = now
    self.isStopped = isStopped
  }

  func recent(webhookId: String) async throws(ClientError) -> [DeliveryRecord] {
    let since = now().addingTimeInterval(-Self.lookback)
    return try await client.deliveries(webhookId: webhookId, createdSince: since, looksAgain: true)
      .map { DeliveryRecord($0.delivery, event: $0.event) }
  }

  /// - Parameter deadline: by when a new webhook should be found; it isn't followed for longer either.
  func follow(
    webhookId: String, appearingBy deadline: Duration? = nil,
    choosing choose: ([DeliveryRecord]) -> DeliveryRecord?
  ) async -> DeliveryOutcome {
    let isNew = deadline != nil
    let deadline = deadline ?? clock.now() + wait
    var delay = Self.firstDelay
    while true {
      let left = deadline - clock.now()
      // Half of it is random, so that many followers don't look at the same moment.
      await pause(min(delay * (0.5 + clock.random() / 2), max(left, .zero)))
      if isStopped() || Task.isCancelled { return .interrupted(wasSent: true) }
      let found: DeliveryRecord?
      do throws(ClientError) {
        found = choose(try await recent(webhookId: webhookId))
      } catch {
        guard isNew, error.isNotFound else {
          return error.isCancelled ? .interrupted(wasSent: true) : .failed(error, .following)
        }
        found = nil
      }
      if let found, found.isSettled { return .settled(found) }
      if clock.now() >= deadline { return found.map(DeliveryOutcome.pending) ?? .missing }
      delay = min(delay * 2, Self.longestDelay)
    }
  }

  func pause(_ duration: Duration) async { await clock.pause(duration, unless: isStopped) }
}

extension WaitClock {
  /// How soon a run that is told to stop stops waiting.
  private static let slice = Duration.milliseconds(500)

  /// Waits, but no longer than until the run is told to stop.
  func pause(_ duration: Duration, unless isStopped: () -> Bool) async {
    var left = duration
    while left > .zero, !isStopped() {
      let slice = min(left, Self.slice)
      do { try await sleep(slice) } catch { return }
      left -= slice
    }
  }
}
