import Dispatch
import Platform
import Reconciler
import Reports
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs a command for each event, one at a time, in the order of the events.
///
/// The command is the user's own text and runs in a shell, as with `make`, `git` or `watchexec`: everybody knows the
/// shell's quoting rules, and nobody those of our own. What was received never becomes part of it: it comes on standard
/// input and in variables, which a shell doesn't run as code.
final class EventCommand: Sendable {
  private let command: String
  private let environment: [String: String]
  private let timeLimit: Duration
  private let now: @Sendable () -> Date
  private let queue = DispatchQueue(label: "listen --exec")
  /// The running process, until it has been waited for: then its number may be another's.
  private let running = Mutex<RunningProcess?>(nil)

  /// - Parameter environment: what the command gets besides facts about the event; without secrets.
  init(
    _ command: String, environment: [String: String], timeLimit: Duration, now: @escaping @Sendable () -> Date
  ) {
    (self.command, self.environment, self.timeLimit, self.now) = (command, environment, timeLimit, now)
  }

  /// Runs the command for an event after those for earlier events, and reports how it ended.
  func submit(_ event: ReceivedEvent, then report: @escaping @Sendable (CommandRun) -> Void) {
    queue.async { [self] in
      let start = ContinuousClock.now
      let ending = run(event)
      report(
        CommandRun(
          endedAt: now(), eventId: event.notification?.id ?? "", ending: ending,
          duration: start.duration(to: .now)))
    }
  }

  func finish() async {
    await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
  }

  /// Ends the running process, with everything it has started, and does `last` before anybody can learn of that.
  func kill(then last: () -> Void = {}) {
    running.withLock { running in
      running?.kill()
      last()
    }
  }

  private func run(_ event: ReceivedEvent) -> CommandRun.Ending {
    let input: PipeEnds
    do throws(SystemError) { input = try PipeEnds() } catch { return .notStarted(error.text) }
    let launcher = ProcessLauncher(
      arguments: ["/bin/sh", "-c", command], withoutKeyIn: environment.merging(event.variables) { $1 })
    let outcome = running.withLock { running in
      // Standard output has this program's own results, so the command's go where messages go.
      let outcome = Result { () throws(SystemError) in
        try launcher.start(input: input.reading, output: .standardError)
      }
      running = try? outcome.get()
      return outcome
    }
    input.reading.close()
    switch outcome {
    case .failure(let error):
      input.writing.close()
      return .notStarted(error.text)
    case .success(let process): return wait(for: process, feeding: event.body, to: input.writing)
    }
  }

  private func wait(
    for process: RunningProcess, feeding body: [UInt8], to input: OpenFile
  ) -> CommandRun.Ending {
    let deadline = ContinuousClock.now + timeLimit
    var feeder = Feeder(file: input, rest: body[...])
    defer { feeder.end() }
    while true {
      feeder.feed()
      if let ending = reap(process, waits: false) { return ending }
      guard ContinuousClock.now < deadline else { break }
    }
    kill()
    _ = reap(process, waits: true)
    return .timedOut(timeLimit)
  }

  private func reap(_ process: RunningProcess, waits: Bool) -> CommandRun.Ending? {
    running.withLock { running in
      guard let ending = process.ending(waits: waits) else { return nil }
      running = nil
      return switch ending {
      case .exited(let code): .exited(code)
      case .killed(let signal): .killed(signal: signal)
      }
    }
  }
}

/// Writes to a pipe as much as it takes, as long as somebody reads.
private struct Feeder {
  let file: OpenFile
  var rest: ArraySlice<UInt8>
  private var isOpen = true

  init(file: OpenFile, rest: ArraySlice<UInt8>) {
    self.file = file
    self.rest = rest
    file.stopWaiting()
  }

  mutating func feed() {
    guard isOpen else {
      CurrentProcess.pauseThread(milliseconds: 5)
      return
    }
    if !rest.isEmpty {
      guard file.waitToWrite(until: .now + .milliseconds(5)) else { return }
      do throws(SystemError) { rest = rest.dropFirst(try file.write(beginningOf: rest)) } catch {
        if !error.wouldWait { rest = [] }
      }
    }
    if rest.isEmpty { end() }
  }

  mutating func end() {
    if isOpen { file.close() }
    isOpen = false
  }
}

extension ReceivedEvent {
  /// Facts about the event for the command's environment; those that the event lacks aren't set.
  var variables: [String: String] {
    let signature = if case .verified = signature { "verified" } else { "unverified" }
    let facts: [String: String?] = [
      "EVENT_TYPE": notification?.type.apiName, "EVENT_ID": notification?.id,
      "EVENT_TIMESTAMP": notification?.timestamp, "OLD_VALUE": notification?.oldValue,
      "NEW_VALUE": notification?.newValue, "INSTANCE_TYPE": notification?.instance?.type,
      "INSTANCE_ID": notification?.instance?.id, "INSTANCE_LINK": notification?.instance?.link,
      "APP_ID": notification?.appId, "AVAILABLE": notification?.available.map(String.init),
      "TERRITORIES": notification?.territories?.joined(separator: ","),
      "MARKETPLACE_APP_ID": notification?.marketplaceApp?.id,
      "IS_TEST": notification.map { String($0.isTest) }, "SIGNATURE": signature, "EVENT_FILE": file,
    ]
    var variables: [String: String] = [:]
    for case (let name, let value?) in facts {
      // A variable ends at a NUL, and too long ones keep a program from starting; the body has everything.
      variables["STOREHOOKS_\(name)"] = String(value.prefix { $0 != "\0" }.prefix(4096))
    }
    return variables
  }
}
