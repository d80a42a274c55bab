import AppStoreConnect
import Platform
import Synchronization

/// Shows how far a run is if it reads or writes for longer than half a second, on a terminal and without `--quiet`.
final class Progress: Sendable {
  typealias Update = @Sendable (_ done: Int, _ of: Int) -> Void

  /// How long work may take before it is worth a line.
  static let delay = Duration.milliseconds(500)
  /// How long a drawing stays at least.
  static let interval = Duration.milliseconds(100)

  private let screen: Screen?
  private let signals: TerminationSignals?
  private let state = Mutex<ProgressState?>(nil)

  init(screen: Screen?, signals: TerminationSignals? = nil) {
    self.screen = screen
    self.signals = signals
  }

  /// Does work that may take long. Progress of work within it isn't shown.
  func show<Value>(
    _ label: String, counting unit: String, _ work: (_ update: @escaping Update) async throws -> Value
  ) async rethrows -> Value {
    guard let screen, begin(label, unit, screen) else { return try await work { _, _ in } }
    // If nothing else handles signals, one of them ends the process, and shouldn't leave half a line.
    let endsBySignal = signals?.isHandled == false
    if endsBySignal {
      signals?.handle { [self] number in
        end(screen)
        TerminationSignals.end(by: number)
      }
    }
    defer {
      end(screen)
      if endsBySignal { signals?.handle(with: nil) }
    }
    async let _: Void = draw(on: screen)
    return try await work { self.update(done: $0, of: $1) }
  }

  /// Notes that all calls wait for so long.
  ///
  /// - Returns: whether that is shown; if not, it has to be said in another way.
  func wait(_ duration: Duration) -> Bool {
    guard let screen else { return false }
    return state.withLock { state in
      state?.wait(duration, now: screen.clock.now())
      return state != nil
    }
  }

  /// Removes the line for good, because the process is about to end.
  func stop() {
    if let screen { end(screen) }
  }

  private func begin(_ label: String, _ unit: String, _ screen: Screen) -> Bool {
    state.withLock { state in
      guard state == nil else { return false }
      state = ProgressState(label: label, unit: unit, start: screen.clock.now())
      screen.line.beginLine()
      return true
    }
  }

  private func update(done: Int, of total: Int) {
    state.withLock { $0?.update(done: done, of: total) }
  }

  private func end(_ screen: Screen) {
    // Within the lock, because a drawing that has begun would otherwise come after it.
    state.withLock { state in
      state = nil
      screen.line.hide()
    }
  }

  private func draw(on screen: Screen) async {
    while (try? await screen.clock.sleep(Self.interval)) != nil {
      state.withLock { state in
        guard let current = state else { return }
        let now = screen.clock.now()
        guard now - current.start >= Self.delay else { return }
        // Some terminals go to the next line once the last column is written.
        screen.line.show(current.line(now: now).text(columns: screen.columns() - 1))
      }
    }
  }
}
