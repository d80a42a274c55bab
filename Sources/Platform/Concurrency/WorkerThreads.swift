import CRuntimeLibraries
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads for work that would block those of tasks, because it computes for long or waits for the disk. They
/// start when there is work and end when there is none.
package final class WorkerThreads: Sendable {
  package static let processors = WorkerThreads(limit: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  private struct State {
    var work: [@Sendable () -> Void] = []
    var taken = 0
    var threads = 0

    mutating func next() -> (@Sendable () -> Void)? {
      guard taken < work.count else {
        work = []
        taken = 0
        threads -= 1
        return nil
      }
      defer { taken += 1 }
      return work[taken]
    }
  }

  private let limit: Int
  private let state = Mutex(State())

  package init(limit: Int) { self.limit = limit }

  /// Bodies start in the order of the calls.
  package func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { waiter in start { waiter.resume(returning: body()) } }
  }

  private func start(_ work: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      state.work.append(work)
      guard state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    // If no thread can be started, the caller's does the work.
    if needsThread, BackgroundThread.start("worker", empty) != nil { empty() }
  }

  @Sendable private func empty() {
    while let work = state.withLock({ $0.next() }) { work() }
  }
}

/// A thread that ends when its work is done, and leaves all signals to others.
package enum BackgroundThread {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// `name`: at most 15 bytes. Returns why there is no thread.
  @discardableResult
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> SystemError? {
    let start = Unmanaged.passRetained(Start(body))
    let code = start_background_thread(
      name, { Unmanaged<Start>.fromOpaque($0).takeRetainedValue().body() }, start.toOpaque())
    guard code != 0 else { return nil }
    start.release()
    return SystemError(code)
  }
}
