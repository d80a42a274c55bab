import Synchronization

/// Limits how many calls are under way at a time.
///
/// An app gives up its place while it waits for the disk, so that other apps' calls fill the time. Apps that have begun
/// come before those that haven't, so that no more are begun than needed.
final class CallSlots: Sendable {
  enum Standing { case begun, new }

  private struct State {
    var free: Int
    var begun: [CheckedContinuation<Void, Never>] = []
    var new: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  func enter(_ standing: Standing) async {
    await withCheckedContinuation { waiter in
      let enters = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        switch standing {
        case .begun: state.begun.append(waiter)
        case .new: state.new.append(waiter)
        }
        return false
      }
      if enters { waiter.resume() }
    }
  }

  /// Resumes the caller that has waited longest.
  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.begun.isEmpty { return state.begun.removeFirst() }
      if !state.new.isEmpty { return state.new.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
