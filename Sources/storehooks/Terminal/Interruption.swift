import Platform
import Synchronization

/// Whether a run should stop: the first signal asks, the second one doesn't.
final class Interruption: Sendable {
  private let received = Mutex<Int32?>(nil)
  private let onRequest: @Sendable () -> Void

  init(onRequest: @escaping @Sendable () -> Void = {}) { self.onRequest = onRequest }

  var signal: Int32? { received.withLock { $0 } }

  /// Whether no new call should be made.
  var isRequested: Bool { signal != nil }

  /// Takes a signal; a second one ends the process at once.
  func receive(_ signal: Int32) {
    let isSecond = received.withLock { first in
      defer { first = first ?? signal }
      return first != nil
    }
    if isSecond { TerminationSignals.end(by: signal) } else { onRequest() }
  }
}
