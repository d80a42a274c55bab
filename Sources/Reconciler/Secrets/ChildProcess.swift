import AppStoreConnect
import Cryptography
import Platform

/// A program without shell, standard input or terminal, with a time limit and bounded output.
struct ChildProcess {
  let arguments: [String]
  let environment: [String: String]
  /// Gets what the program wrote to standard error and standard output once it has ended. Without it, the program
  /// shares the caller's standard error.
  var show: ((_ messages: [UInt8], _ output: [UInt8]) -> Void)?

  /// The program runs in its own process group, which is ended as a whole when the time is up.
  func run(into output: inout [UInt8], timeLimit: Duration, limit: Int) throws(SecretReader.Failure) {
    let program = arguments.first ?? ""
    let (process, file, messages): (RunningProcess, OpenFile, ProcessMessages?)
    do throws(SystemError) {
      messages = show == nil ? nil : try ProcessMessages()
      (process, file) = try start(messages)
    } catch {
      throw .notStarted(program: program, reason: error.text)
    }
    defer {
      file.close()
      messages?.take()
      if let messages { show?(messages.bytes, output) }
    }
    let deadline = ContinuousClock.now + timeLimit
    let ending = Self.drain(file, into: &output, messages, until: deadline, limit: limit)
    if case .complete = ending, let end = Self.wait(for: process, messages, until: deadline) {
      if let failure = Self.describe(end) { throw .failed(program: program, status: failure) }
      return
    }
    process.kill()
    _ = process.ending(waits: true)
    if case .tooLarge = ending { throw .tooLarge }
    throw .timedOut(program: program, seconds: Int(timeLimit.components.seconds))
  }

  private func start(_ messages: ProcessMessages?) throws(SystemError) -> (RunningProcess, OpenFile) {
    let pipe = try PipeEnds()
    defer {
      pipe.writing.close()
      messages?.closeWriting()
    }
    do throws(SystemError) {
      let launcher = ProcessLauncher(arguments: arguments, withoutKeyIn: environment)
      return (try launcher.start(input: nil, output: pipe.writing, error: messages?.writing), pipe.reading)
    } catch {
      pipe.reading.close()
      throw error
    }
  }

  private enum Ending { case complete, tooLarge, timedOut }

  private static func drain(
    _ file: OpenFile, into bytes: inout [UInt8], _ messages: ProcessMessages?,
    until deadline: ContinuousClock.Instant, limit: Int
  ) -> Ending {
    var buffer = [UInt8](repeating: 0, count: 4096)
    defer { buffer.wipe() }
    while ContinuousClock.now < deadline {
      let open = messages.flatMap { $0.isOpen ? [$0.reading] : nil } ?? []
      let ready = OpenFile.waitToRead([file] + open, until: deadline)
      if ready.dropFirst().contains(true) { messages?.take() }
      guard ready[0] else { continue }
      guard let count = try? file.read(into: &buffer), count > 0 else { return .complete }
      bytes += buffer[..<count]
      if bytes.count > limit + 2 { return .tooLarge }
    }
    return .timedOut
  }

  /// Waits for the program to end; `nil` once the deadline has passed. A program may close its output and stay; looking
  /// every 5 ms is cheap compared with starting it.
  private static func wait(
    for process: RunningProcess, _ messages: ProcessMessages?, until deadline: ContinuousClock.Instant
  ) -> RunningProcess.Ending? {
    while true {
      if let ending = process.ending(waits: false) { return ending }
      if deadline < .now { return nil }
      // Otherwise, a program whose messages nobody takes would wait.
      messages?.take()
      CurrentProcess.pauseThread(milliseconds: 5)
    }
  }

  /// `nil` for success.
  private static func describe(_ ending: RunningProcess.Ending) -> String? {
    switch ending {
    case .exited(0): nil
    case .exited(let code): "it exited with status \(code)"
    case .killed(let signal): "it was killed by signal \(signal)"
    }
  }
}

extension ProcessLauncher {
  /// Starts a program without the variables of the API key. That is a habit, not a boundary: anything that runs as the
  /// same user can read this program's environment.
  package init(arguments: [String], withoutKeyIn environment: [String: String]) {
    self.init(arguments: arguments, environment: CredentialVariables.removed(from: environment))
  }
}
