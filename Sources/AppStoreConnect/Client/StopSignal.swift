import Synchronization

final class StopSignal: Sendable {
  struct Stopped: Error {}

  private struct State {
    var isStopped = false
    var lastId = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())
  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Ends all waits, also those that are still to come.
  func stop() {
    let waiting = state.withLock { state in
      state.isStopped = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  func sleep(_ duration: Duration, _ clock: WaitClock) async throws {
    guard !isStopped else { throw Stopped() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await clock.sleep(duration) }
      group.addTask {
        await self.ended()
        try Task.checkCancellation()
        throw Stopped()
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func ended() async {
    let id = state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          // The handler below may have run already, but not before the task counted as cancelled.
          if state.isStopped || Task.isCancelled { return true }
          state.waiting[id] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
    }
  }
}
