import CommandLine
import Reports

/// A command: how it is written, in its specification, and what it does. It prints nothing: what it found or did is its
/// result, and what happens meanwhile goes through the session.
protocol Command: Sendable {
  static var specification: CommandSpec { get }
  /// The command's report with nothing but errors, if it prints a document.
  static func report(of failure: Findings) -> (any Report)?

  /// Whether later steps of a job are told the result.
  static var tellsJob: Bool { get }

  init(session: Session)
  func run() async throws -> CommandResult
}

extension Command {
  static func report(of failure: Findings) -> (any Report)? { nil }
  static var tellsJob: Bool { false }
}

/// A command that waits for nothing. It ends on the main thread, before there is another, so that its memory comes from
/// the one heap that grows in large steps.
protocol ImmediateCommand: Command {
  func run() throws -> CommandResult
}
