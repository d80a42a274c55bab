/// Time that passes only when everybody waits: work runs on the calling thread alone, and when all of it waits, the
/// clock jumps to the next awaited moment.
///
/// With a seed for random numbers, every run is the same and takes no real time.
package final class VirtualTime: TaskExecutor {
  private struct State {
    var now = Duration.zero
    var jobs: [UnownedJob] = []
    var sleepers: [(end: Duration, id: Int, wake: @Sendable () -> Void)] = []
    var lastId = 0
    var generator: SeededGenerator
  }

  private let state: LockedValue<State>

  package init(seed: UInt64 = 1) {
    state = LockedValue(State(generator: SeededGenerator(seed: seed)))
  }

  package var now: Duration { state.withLock { $0.now } }

  package func random() -> Double { state.withLock { .random(in: 0..<1, using: &$0.generator) } }

  /// Runs work, with all tasks it creates, to its end.
  package func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) -> Result? {
    let result = LockedValue<Result?>(nil)
    Task(executorPreference: self) {
      let value = await work()
      result.withLock { $0 = value }
    }
    while true {
      if let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
        job.runSynchronously(on: asUnownedTaskExecutor())
      } else if let wake = advance() {
        wake()
      } else {
        return result.withLock { $0 }
      }
    }
  }

  /// Does something after so much time.
  package func at(_ time: Duration, _ action: @escaping @Sendable () -> Void) {
    add(until: time, action)
  }

  /// Waits; throws at once if the task is or gets cancelled.
  package func sleep(_ duration: Duration) async throws {
    let id = LockedValue<Int?>(nil)
    let isCancelled = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        if Task.isCancelled { return continuation.resume(returning: true) }
        let added = add(until: now + duration) { continuation.resume(returning: Task.isCancelled) }
        id.withLock { $0 = added }
      }
    } onCancel: {
      wakeEarly(id.withLock { $0 })
    }
    if isCancelled || Task.isCancelled { throw CancellationError() }
  }

  /// Takes work from the tasks' runtime.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  @discardableResult
  private func add(until end: Duration, _ wake: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      state.lastId += 1
      let place = state.sleepers.lastIndex { $0.end <= end }.map { $0 + 1 } ?? 0
      state.sleepers.insert((end, state.lastId, wake), at: place)
      return state.lastId
    }
  }

  private func advance() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard !state.sleepers.isEmpty else { return nil }
      let next = state.sleepers.removeFirst()
      state.now = max(state.now, next.end)
      return next.wake
    }
  }

  private func wakeEarly(_ id: Int?) {
    let wake = state.withLock { state in
      state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0).wake }
    }
    wake?()
  }
}
