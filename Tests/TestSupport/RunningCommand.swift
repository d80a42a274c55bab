/// A program that runs beside a test, a server for instance.
package final class RunningCommand: Sendable {
  private let child: ChildProcess

  /// Starts a program.
  init(_ command: Command) throws(CommandError) {
    child = try ChildProcess(command)
  }

  deinit { child.signal(SIGKILL) }

  /// The process ID.
  package var processID: Int32 { child.processID }

  /// Waits for the next whole line of standard output, and gives it without its line feed.
  package func readLine(timeout: Duration = .seconds(30)) async throws -> String {
    try await waiting(for: "a line of output", timeout) { state in
      if let line = state.nextLine() { return line }
      if let result = state.result { throw CommandError.ended(result) }
      return nil
    }
  }

  /// Waits until standard error has a text.
  package func waitForErrorOutput(containing text: String, timeout: Duration = .seconds(30)) async throws {
    try await waiting(for: "'\(text)' on standard error", timeout) { state in
      if String(decoding: state.errorOutput, as: UTF8.self).contains(text) { return () }
      if let result = state.result { throw CommandError.ended(result) }
      return nil
    }
  }

  /// Sends a signal to the program, and SIGKILL to those that it started too; none once it has ended.
  package func send(signal: Int32) { child.signal(signal) }

  /// Waits for the end. Past the time limit everything is killed, and an error thrown.
  package func wait(timeout: Duration = .seconds(60)) async throws -> Command.Result {
    do {
      return try await waiting(for: "the end of the program", timeout) { $0.result }
    } catch {
      child.signal(SIGKILL)
      throw error
    }
  }

  /// Looks at the child every few milliseconds: simple, and fast enough for tests.
  private func waiting<Value: Sendable>(
    for event: String, _ timeout: Duration, _ look: (inout ChildProcess.State) throws -> Value?
  ) async throws -> Value {
    let deadline = ContinuousClock.now.advanced(by: timeout)
    while true {
      if let value = try child.withState(look) { return value }
      guard ContinuousClock.now < deadline else {
        throw child.withState { state in
          CommandError.timedOut(
            waitingFor: event, output: String(decoding: state.output, as: UTF8.self),
            errorOutput: String(decoding: state.errorOutput, as: UTF8.self))
        }
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}
