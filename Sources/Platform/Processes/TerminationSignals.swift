import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SIGINT and SIGTERM for commands that have something to finish first.
///
/// What runs when a signal lands may do next to nothing, so it writes the signal's number into a pipe, and a
/// thread that reads the pipe does the rest. Blocking the signals and waiting for them would be simpler, but
/// once an asynchronous `main` is suspended, its thread takes them whatever was blocked before; and a
/// Dispatch source, whose signal has to be ignored, misses one now and then for the same reason.
package final class TerminationSignals: Sendable {
  package typealias Handler = @Sendable (_ signal: Int32) -> Void

  private static let numbers = [SIGINT, SIGTERM]
  private static let wake = Atomic<Int32>(-1)
  private let handler = Mutex<Handler?>(nil)

  package init() {}

  package func handle(with handler: Handler?) {
    self.handler.withLock { $0 = handler }
    if handler != nil { startThread() }
    for number in Self.numbers {
      var action = sigaction()
      #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handler == nil ? SIG_DFL : Self.note
      #else
        action.__sigaction_u.__sa_handler = handler == nil ? SIG_DFL : Self.note
      #endif
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  package var isHandled: Bool { handler.withLock { $0 != nil } }

  private static let note: @convention(c) (Int32) -> Void = { number in
    let code = errno
    var byte = UInt8(truncatingIfNeeded: number)
    write(TerminationSignals.wake.load(ordering: .relaxed), &byte, 1)
    errno = code
  }

  /// Runs once; the thread lives as long as the process.
  private func startThread() {
    guard Self.wake.load(ordering: .relaxed) == -1, let pipe = try? PipeEnds() else { return }
    Self.wake.store(pipe.writing.descriptor, ordering: .relaxed)
    BackgroundThread.start("signals") { [self] in
      var number: UInt8 = 0
      while true {
        let count = withUnsafeMutableBytes(of: &number) { space in try? pipe.reading.read(into: space) }
        if count == 1, let handler = handler.withLock({ $0 }) { handler(Int32(number)) }
      }
    }
  }

  /// Ends the process as the signal would have, so that the parent sees why.
  package static func end(by number: Int32) {
    signal(number, SIG_DFL)
    // The thread that handles signals blocks them.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    kill(getpid(), number)
  }
}
