/// Time that passes only when nobody has anything left to do: work runs on the calling thread alone, and each
/// time that all of it waits, the clock jumps to the next moment for which someone waits.
///
/// With a seed for what is random, a run is the same every time and takes no real time.
package final class VirtualTime: TaskExecutor {
  private struct State {
    var now = Duration.zero
    var jobs: [UnownedJob] = []
    var sleepers: [(end: Duration, id: Int, wake: @Sendable () -> Void)] = []
    var lastId = 0
    var generator: SeededGenerator
  }

  private let state: LockedValue<State>

  /// Time that begins at zero.
  package init(seed: UInt64 = 1) {
    state = LockedValue(State(generator: SeededGenerator(seed: seed)))
  }

  /// The time since the beginning.
  package var now: Duration { state.withLock { $0.now } }

  /// A number that is at least 0 and below 1.
  package func random() -> Double { state.withLock { .random(in: 0..<1, using: &$0.generator) } }

  /// Does work, with all tasks that it makes, to its end.
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

  /// Does something at a moment from now on.
  package func at(_ time: Duration, _ action: @escaping @Sendable () -> Void) {
    add(until: time, action)
  }

  /// Waits; throws at once where the task is or gets cancelled.
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

  /// Takes work; the tasks' runtime calls this.
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
