import AppStoreConnect
import TestSupport

/// Time that passes only when nobody has anything left to do: work runs on the calling thread alone, and each
/// time that all of it waits, the clock jumps to the next moment for which someone waits.
///
/// With a seed for what is random, a run is the same every time and takes no real time.
final class VirtualTime: TaskExecutor {
  private struct State {
    var now = Duration.zero
    var jobs: [UnownedJob] = []
    var sleepers: [(end: Duration, id: Int, wake: @Sendable () -> Void)] = []
    var lastId = 0
    var generator: SeededGenerator
  }

  private let state: LockedValue<State>

  init(seed: UInt64 = 1) {
    state = LockedValue(State(generator: SeededGenerator(seed: seed)))
  }

  var now: Duration { state.withLock { $0.now } }

  /// The clock for a client.
  var clock: WaitClock {
    WaitClock(
      now: { self.now }, sleep: { try await self.sleep($0) },
      random: { self.state.withLock { .random(in: 0..<1, using: &$0.generator) } })
  }

  /// Does work, with all tasks that it makes, to its end.
  func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) -> Result? {
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
  func at(_ time: Duration, _ action: @escaping @Sendable () -> Void) {
    add(until: time, action)
  }

  func sleep(_ duration: Duration) async throws {
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

  func enqueue(_ job: consuming ExecutorJob) {
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

extension WaitClock {
  /// A clock whose waits are over at once, on as many threads as there are.
  static func instant(random: Double = 0.5) -> WaitClock {
    let time = LockedValue(Duration.zero)
    return WaitClock(
      now: { time.withLock { $0 } },
      sleep: { duration in
        await Task.yield()
        try Task.checkCancellation()
        time.withLock { $0 += duration }
      }, random: { random })
  }
}
