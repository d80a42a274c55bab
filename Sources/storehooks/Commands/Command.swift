import CommandLine

/// A command: how it is written, in its specification, and what it does.
protocol Command: Sendable {
  static var specification: CommandSpec { get }

  init(session: Session)
  func run() async throws -> ExitCode
}

/// A command that waits for nothing. It ends on the main thread, before there is another, and its memory comes from
/// the one heap that grows in large steps.
protocol ImmediateCommand: Command {
  func run() throws -> ExitCode
}
