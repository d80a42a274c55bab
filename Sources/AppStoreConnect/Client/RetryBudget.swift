import Synchronization

/// What all calls of a client together may still send again: a bucket that retries empty and successes fill.
/// A service that fails now and then never empties it. One that is dead does, soon, and from then on a call
/// is sent once; after a long row of failures, not at all.
final class RetryBudget: Sendable {
  private struct State {
    var left: Double
    var failuresInARow = 0
    var lastFailure: ClientError?
  }

  private let policy: RetryPolicy
  private let state: Mutex<State>

  init(_ policy: RetryPolicy) {
    self.policy = policy
    state = Mutex(State(left: Double(policy.budget)))
  }

  func take() -> Bool {
    state.withLock { state in
      guard state.left >= 1 else { return false }
      state.left -= 1
      return true
    }
  }

  /// Any answer counts, also a refusal.
  func noteAnswer() {
    state.withLock { state in
      state.failuresInARow = 0
      state.left = min(state.left + policy.earnings, Double(policy.budget))
    }
  }

  func noteFailure(_ error: ClientError) {
    state.withLock { state in
      state.failuresInARow += 1
      state.lastFailure = error
    }
  }

  /// Once the service counts as down.
  var outage: (failures: Int, last: ClientError)? {
    state.withLock { state in
      guard policy.repeats, state.left < 1, state.failuresInARow >= policy.failuresUntilDown,
        let last = state.lastFailure
      else { return nil }
      return (state.failuresInARow, last)
    }
  }
}
