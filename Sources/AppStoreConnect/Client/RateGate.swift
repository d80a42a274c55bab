import Synchronization

/// The one gate that all requests of a key pass: it bounds those in flight and pauses them together.
///
/// The number in flight falls by half when the service answers 429 and recovers by about one for every round
/// of answers (additive increase, multiplicative decrease). After a pause one request goes ahead alone. Calls
/// pass in the order in which they came, also those that come back after a 429.
///
/// There is no timer: while a pause lasts, one of the waiting calls keeps the time for all, and hands that on
/// if it is cancelled. The gate looks at who may go whenever anything changes, so no wake-up is lost.
final class RateGate: Sendable {
  /// Permission to send one request; to be given back.
  struct Pass: Sendable {
    /// How many pauses there had been when it was given: the answer to a request sent before the last pause
    /// says nothing about the time after it.
    let epoch: Int
  }

  enum Refusal: Error {
    case cancelled
    /// The run was told to stop while all calls were paused.
    case stopped
    case exhausted(Exhaustion)
  }

  struct Exhaustion: Sendable {
    var waited: Duration
    var limit: Duration
    var answer: APIError
  }

  enum Turn: Sendable {
    case go(Pass)
    case keepTime(until: Duration)
    case cancelled, stopped
    case exhausted(Exhaustion)
  }

  typealias Waiter = CheckedContinuation<Turn, Never>

  private let clock: WaitClock
  private let stop: StopSignal
  private let state: Mutex<RateGateState>
  private let tickets = Atomic(0)

  init(concurrency: Int, maxWait: Duration, clock: WaitClock, stop: StopSignal = StopSignal()) {
    self.clock = clock
    self.stop = stop
    state = Mutex(RateGateState(concurrency: concurrency, maxWait: maxWait))
  }

  func takeTicket() -> Int { tickets.add(1, ordering: .relaxed).newValue }

  var load: (limit: Int, inFlight: Int, waiting: Int) {
    state.withLock { (Int($0.limit), $0.inFlight, $0.waiting) }
  }

  func enter(ticket: Int) async throws(Refusal) -> Pass {
    var kept: Duration?
    while true {
      switch await turn(ticket, ending: kept) {
      case .go(let pass): return pass
      case .cancelled: throw .cancelled
      case .stopped: throw .stopped
      case .exhausted(let exhaustion): throw .exhausted(exhaustion)
      case .keepTime(let end):
        do {
          try await stop.sleep(max(end - clock.now(), .zero), clock)
          kept = end
        } catch {
          change { $0.stopTimekeeping() }
          throw error is StopSignal.Stopped ? .stopped : .cancelled
        }
      }
    }
  }

  /// Calls that need no pause still pass.
  func stopWaiting() {
    stop.stop()
    change { $0.stopWaiting() }
  }

  func leave(_ pass: Pass, succeeded: Bool) {
    change { $0.leave(epoch: pass.epoch, succeeded: succeeded) }
  }

  func leave(_ pass: Pass, limitedBy answer: APIError, retryAfter: Duration?) -> Duration? {
    let random = clock.random()
    return change { state, now in
      state.leave(epoch: pass.epoch, limitedBy: answer, retryAfter: retryAfter, random: random, now: now)
    }
  }

  /// Pauses all calls, because a server that is down asked for it. `nil` if the pause would be longer than
  /// the run may still wait.
  func pause(for duration: Duration) -> Duration? {
    change { state, now in state.pause(for: duration, now: now) }
  }

  private func turn(_ ticket: Int, ending kept: Duration?) async -> Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        change { state, now in
          if let kept { state.stopTimekeeping(at: kept, now: now) }
          // The handler below may have run already, but not before the task counted as cancelled.
          if Task.isCancelled {
            state.wake(waiter, .cancelled)
          } else {
            state.enqueue(waiter, ticket: ticket)
          }
        }
      }
    } onCancel: {
      change { $0.cancel(ticket: ticket) }
    }
  }

  /// Wakes those whose turn it is after the lock is released.
  @discardableResult
  private func change<Result>(_ body: (inout RateGateState, _ now: Duration) -> Result) -> Result {
    let now = clock.now()
    var woken: [(Waiter, Turn)] = []
    let result = state.withLock { state in
      let result = body(&state, now)
      woken = state.dispatch(now: now)
      return result
    }
    for (waiter, turn) in woken { waiter.resume(returning: turn) }
    return result
  }

  private func change(_ body: (inout RateGateState) -> Void) {
    change { state, _ in body(&state) }
  }
}
