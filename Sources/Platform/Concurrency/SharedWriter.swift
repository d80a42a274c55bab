import Synchronization

/// Lets those who have changed a file's content share its replacements: while one is on its way to the disk,
/// the next collects everything that changes meanwhile. So there are far fewer replacements than changes, and
/// everybody goes on only when their own change is on the disk.
package final class SharedWriter<Failure: Error>: Sendable {
  private struct State {
    var waiting: [CheckedContinuation<Failure?, Never>] = []
    var isWriting = false
    /// How many callers the last replacement was for.
    var former = 0

    mutating func end() -> Int? {
      isWriting = false
      return nil
    }

    mutating func takeWaiting() -> [CheckedContinuation<Failure?, Never>] {
      defer { waiting = [] }
      former = waiting.count
      return waiting
    }
  }

  private let write: @Sendable () async -> Failure?
  private let state = Mutex(State())

  /// `write` replaces the file with the content at the time of the call; it never runs twice at a time.
  package init(_ write: @escaping @Sendable () async -> Failure?) { self.write = write }

  /// Waits for a replacement that begins after this call.
  package func commit() async -> Failure? {
    await withCheckedContinuation { waiter in
      let isFirst = state.withLock { state in
        state.waiting.append(waiter)
        defer { state.isWriting = true }
        return !state.isWriting
      }
      if isFirst { Task.detached { await self.work() } }
    }
  }

  private func work() async {
    while let former = state.withLock({ $0.waiting.isEmpty ? $0.end() : $0.former }) {
      // Those that the last replacement was for went on together, and may come back together. A single one
      // has nobody to wait for.
      if former > 1 { try? await Task.sleep(for: .microseconds(500)) } else { await Task.yield() }
      let group = state.withLock { $0.takeWaiting() }
      let failure = await write()
      for waiter in group { waiter.resume(returning: failure) }
    }
  }
}
