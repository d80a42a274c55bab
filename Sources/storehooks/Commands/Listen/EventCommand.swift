import Reports
import Dispatch
import Platform
import Reconciler
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a command for each event, one at a time, in the order of the events.
///
/// The command is the user's own text and runs in a shell, as with `make`, `git` or `watchexec`: everybody knows
/// the shell's rules of quoting, and nobody those of a splitter of our own. What was received never becomes part of it:
/// it comes on standard input and in variables, which a shell doesn't read as code.
final class EventCommand: Sendable {
  private let command: String
  private let environment: [String: String]
  private let timeLimit: Duration
  private let queue = DispatchQueue(label: "listen --exec")
  /// The process that runs, until it was waited for: its number may be another's then.
  private let running = Mutex<pid_t?>(nil)

  /// - Parameter environment: what the command is given besides facts about the event; without secrets.
  init(_ command: String, environment: [String: String], timeLimit: Duration) {
    self.command = command
    self.environment = environment
    self.timeLimit = timeLimit
  }

  /// Runs the command for an event after those for earlier events, and tells how it ended.
  func submit(_ event: ReceivedEvent, then report: @escaping @Sendable (CommandRun) -> Void) {
    queue.async { [self] in
      let start = ContinuousClock.now
      let ending = run(event)
      report(
        CommandRun(
          endedAt: Date(), eventId: event.notification?.id ?? "", ending: ending,
          duration: start.duration(to: .now)))
    }
  }

  /// Waits until the command has run for all events so far.
  func finish() async {
    await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
  }

  /// Ends the process that runs, with all that it has started.
  func kill() {
    running.withLock { if let process = $0 { _ = systemKill(-process, SIGKILL) } }
  }

  private func run(_ event: ReceivedEvent) -> CommandRun.Ending {
    guard let input = ProcessLauncher.pipe() else { return .notStarted(SystemError.last.text) }
    let launcher = ProcessLauncher(
      arguments: ["/bin/sh", "-c", command], environment: environment.merging(event.variables) { $1 })
    let outcome = running.withLock { running in
      // Results are this program's own, so the command's go where messages go.
      let outcome = launcher.start(input: input.reading, output: STDERR_FILENO)
      running = try? outcome.get()
      return outcome
    }
    close(input.reading)
    switch outcome {
    case .failure(let failure):
      close(input.writing)
      return .notStarted(failure.reason)
    case .success(let process): return wait(for: process, feeding: event.body, to: input.writing)
    }
  }

  /// Feeds a process and waits for its end, looking every few milliseconds.
  private func wait(for process: pid_t, feeding body: [UInt8], to input: Int32) -> CommandRun.Ending {
    let deadline = ContinuousClock.now + timeLimit
    var feeder = Feeder(descriptor: input, rest: body[...])
    defer { feeder.end() }
    while true {
      feeder.feed(milliseconds: 5)
      if let ending = reap(process, blocking: false) { return ending }
      guard ContinuousClock.now < deadline else { break }
    }
    kill()
    _ = reap(process, blocking: true)
    return .timedOut(timeLimit)
  }

  private func reap(_ process: pid_t, blocking: Bool) -> CommandRun.Ending? {
    running.withLock { running in
      var status: Int32 = 0
      var ended: pid_t
      repeat { ended = waitpid(process, &status, blocking ? 0 : WNOHANG) } while ended < 0 && errno == EINTR
      guard ended != 0 else { return nil }
      running = nil
      let signal = status & 0x7F
      return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    }
  }
}

/// Writes to a pipe what it takes, for as long as somebody reads.
private struct Feeder {
  let descriptor: Int32
  var rest: ArraySlice<UInt8>
  private var isOpen = true

  init(descriptor: Int32, rest: ArraySlice<UInt8>) {
    self.descriptor = descriptor
    self.rest = rest
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// Takes so long at most.
  mutating func feed(milliseconds: Int32) {
    guard isOpen else {
      usleep(UInt32(milliseconds) * 1000)
      return
    }
    if !rest.isEmpty {
      var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&entry, 1, milliseconds) > 0 else { return }
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN, errno != EINTR {
        rest = []
      }
    }
    if rest.isEmpty { end() }
  }

  /// Lets the reader see the end.
  mutating func end() {
    if isOpen { close(descriptor) }
    isOpen = false
  }
}

// The class has a method of this name.
private func systemKill(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }
