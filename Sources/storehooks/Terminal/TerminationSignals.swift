import Reconciler
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
final class TerminationSignals: Sendable {
  /// What is done about a signal.
  typealias Handler = @Sendable (_ signal: Int32) -> Void

  private static let numbers = [SIGINT, SIGTERM]
  private static let wake = Atomic<Int32>(-1)
  private let handler = Mutex<Handler?>(nil)

  /// Has signals go to `handler` from now on; `nil` has them end the process again.
  func handle(with handler: Handler?) {
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

  /// Whether signals go to a handler.
  var isHandled: Bool { handler.withLock { $0 != nil } }

  private static let note: @convention(c) (Int32) -> Void = { number in
    let code = errno
    var byte = UInt8(truncatingIfNeeded: number)
    write(TerminationSignals.wake.load(ordering: .relaxed), &byte, 1)
    errno = code
  }

  /// Starts the thread that reads the pipe, once.
  private func startThread() {
    guard Self.wake.load(ordering: .relaxed) == -1, let (reading, writing) = ProcessLauncher.pipe() else {
      return
    }
    Self.wake.store(writing, ordering: .relaxed)
    // The thread lives as long as the process, and so does what it holds.
    Self.start(Unmanaged.passRetained(Reader(descriptor: reading, signals: self)).toOpaque())
  }

  private final class Reader: Sendable {
    let descriptor: Int32
    let signals: TerminationSignals

    init(descriptor: Int32, signals: TerminationSignals) {
      self.descriptor = descriptor
      self.signals = signals
    }

    func run() {
      var byte: UInt8 = 0
      while true {
        guard read(descriptor, &byte, 1) == 1 else { continue }
        if let handler = signals.handler.withLock({ $0 }) { handler(Int32(byte)) }
      }
    }
  }

  private static func start(_ reader: UnsafeMutableRawPointer) {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    pthread_create(&thread, nil, { TerminationSignals.run($0) }, reader)
  }

  private static func run(_ reader: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let reader { Unmanaged<Reader>.fromOpaque(reader).takeUnretainedValue().run() }
    return nil
  }

  /// Ends the process as the signal would have, so that its parent sees why.
  static func end(by number: Int32) {
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }
}
