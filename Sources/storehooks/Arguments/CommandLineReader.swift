/// Turns the process's arguments into an invocation, and answers itself what needs no command: help,
/// and usage errors.
struct CommandLineReader {
  /// What the arguments come to.
  enum Outcome: Equatable, Sendable {
    /// A command is to be run; never `help`.
    case run(Invocation)
    /// Everything is said; the process exits with this code.
    case finished(exitCode: Int32)
  }

  /// What can be written.
  var spec = CommandLineSpec.storehooks
  /// The environment.
  var environment: [String: String]
  /// Where help and errors go.
  var output: Output

  /// Reads the arguments, without the program's name.
  func read(_ arguments: [String]) throws(OutputError) -> Outcome {
    let invocation: Invocation
    do {
      invocation = try ArgumentParser(spec: spec, environment: environment).parse(arguments)
    } catch {
      let isEmpty = error.reason == .emptyInvocation
      output.message(isEmpty ? HelpRenderer(spec: spec).overview() : error.rendered(program: spec.program))
      return .finished(exitCode: UsageError.exitCode)
    }
    guard invocation.command == "help" else { return .run(invocation) }
    try output.result(help(on: invocation.arguments.first))
    return .finished(exitCode: 0)
  }

  private func help(on name: String?) -> String {
    let help = HelpRenderer(spec: spec)
    return name.flatMap(spec.command(named:)).map(help.page(of:)) ?? help.overview()
  }
}
