import CommandLine
import Diagnostics
import Reports

/// A command: how it is written, in its specification, and what it does. It prints nothing: what it has found or done
/// is its result, and what happens meanwhile goes through the session.
protocol Command: Sendable {
  static var specification: CommandSpec { get }
  /// The command's document with nothing in it but errors; `nil` for a command that has none.
  static func document(of errors: [Diagnostic]) -> (any Encodable)?

  init(session: Session)
  func run() async throws -> CommandResult
}

extension Command {
  static func document(of errors: [Diagnostic]) -> (any Encodable)? { nil }
}

/// A command that waits for nothing. It ends on the main thread, before there is another, and its memory comes from
/// the one heap that grows in large steps.
protocol ImmediateCommand: Command {
  func run() throws -> CommandResult
}
