import Synchronization

/// Counts what several tasks get done, and tells somebody in the right order.
final class ProgressCounter: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let progress: @Sendable (_ done: Int, _ of: Int) -> Void

  init(of total: Int, _ progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void) {
    self.total = total
    self.progress = progress
    if total > 0 { progress(0, total) }
  }

  func countOne() {
    done.withLock { done in
      done += 1
      progress(done, total)
    }
  }
}
