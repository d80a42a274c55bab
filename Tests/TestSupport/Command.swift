/// A program to run in a test: by absolute path, with its own arguments, environment and input.
///
/// It uses `posix_spawn`. The child gets its own process group, default signal handling, and no descriptors but 0, 1
/// and 2.
package struct Command: Sendable {
  package var program: String
  /// The arguments, without the program's name.
  package var arguments: [String]
  /// The whole environment of the child; nothing is inherited.
  package var environment: [String: String]
  /// What the child reads before its standard input is closed.
  package var input: [UInt8]
  /// Where the child starts; `nil` for the tests' folder.
  package var workingDirectory: String?

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

  /// The result of a program.
  package struct Result: Sendable, Equatable {
    /// The exit code, or 128 plus the number of the signal that ended the program.
    package var exitCode: Int32
    package var output: String
    package var errorOutput: String

    package init(exitCode: Int32, output: String, errorOutput: String) {
      self.exitCode = exitCode
      self.output = output
      self.errorOutput = errorOutput
    }
  }

  package func run() async throws -> Result { try await start().wait() }

  /// Starts the program and lets it run; it is killed at the latest when the result is released.
  package func start() throws -> RunningCommand { try RunningCommand(self) }
}

/// Why a command itself failed; a program's own failure is its exit code.
package enum CommandError: Error, CustomStringConvertible {
  /// The program could not be started; the text is the system's.
  case notStarted(program: String, reason: String)
  /// The program ended before it wrote the awaited line.
  case ended(Command.Result)

  package var description: String {
    switch self {
    case .notStarted(let program, let reason):
      "\(program) could not be started: \(reason)"
    case .ended(let result):
      "the program ended early: \(result)"
    }
  }
}
