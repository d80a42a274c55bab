/// A program that runs beside a test, such as a server.
package final class RunningCommand: Sendable {
  private let child: ChildProcess

  init(_ command: Command) throws(CommandError) {
    child = try ChildProcess(command)
  }

  deinit { child.signal(SIGKILL) }

  package var processID: Int32 { child.processID }

  /// Waits for the next whole line of standard output, and returns it without its line feed.
  package func readLine() async throws -> String {
    try await value { state in
      if let line = state.nextLine() { return line }
      if let result = state.result { throw CommandError.ended(result) }
      return nil
    }
  }

  /// Waits until standard error contains a text.
  package func waitForErrorOutput(containing text: String) async throws {
    try await value { state in
      if String(decoding: state.errorOutput, as: UTF8.self).contains(text) { return () }
      if let result = state.result { throw CommandError.ended(result) }
      return nil
    }
  }

  /// Sends a signal to the program, and SIGKILL to what it has started; nothing once it has ended.
  package func send(signal: Int32) { child.signal(signal) }

  package func wait() async throws -> Command.Result { try await value { $0.result } }

  /// Looks at the child every few milliseconds until there is a value: simple, and fast enough for tests.
  private func value<Value: Sendable>(
    _ look: (inout ChildProcess.State) throws -> Value?
  ) async throws -> Value {
    var value: Value?
    try await waitUntil {
      value = try child.withState(look)
      return value != nil
    }
    guard let value else { throw CancellationError() }
    return value
  }
}
