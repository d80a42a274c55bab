/// A program to run in a test: by absolute path, with its own arguments, environment and input.
///
/// Built on `posix_spawn`; the child gets its own process group, default signal handling and no other
/// descriptors than 0, 1 and 2.
package struct Command: Sendable {
  /// The absolute path of the program.
  package var program: String
  /// The arguments, without the program's name.
  package var arguments: [String]
  /// The whole environment of the child; nothing is inherited.
  package var environment: [String: String]
  /// What the child reads; its standard input is closed after that.
  package var input: [UInt8]
  /// The folder that the child starts in; `nil` for that of the tests.
  package var workingDirectory: String?

  /// Creates a command.
  package init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    input: String = "", workingDirectory: String? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.input = Array(input.utf8)
    self.workingDirectory = workingDirectory
  }

  /// What a program left behind.
  package struct Result: Sendable, Equatable {
    /// The exit code; 128 and the signal's number for a program that a signal ended.
    package var exitCode: Int32
    /// What it wrote to standard output.
    package var output: String
    /// What it wrote to standard error.
    package var errorOutput: String

    /// Creates a result.
    package init(exitCode: Int32, output: String, errorOutput: String) {
      self.exitCode = exitCode
      self.output = output
      self.errorOutput = errorOutput
    }
  }

  /// Runs the program to its end.
  package func run() async throws -> Result { try await start().wait() }

  /// Starts the program and lets it run; it is killed at the latest when the result is let go of.
  package func start() throws -> RunningCommand { try RunningCommand(self) }
}

/// Why a command failed as such; a program's own failure is in its exit code.
package enum CommandError: Error, CustomStringConvertible {
  /// The program could not be started; the text is the system's.
  case notStarted(program: String, reason: String)
  /// The program ended before it wrote the line that was waited for.
  case ended(Command.Result)

  /// What happened, with the output.
  package var description: String {
    switch self {
    case .notStarted(let program, let reason):
      "\(program) could not be started: \(reason)"
    case .ended(let result):
      "the program ended early: \(result)"
    }
  }
}
