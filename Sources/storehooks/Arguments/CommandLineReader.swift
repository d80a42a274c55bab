import CommandLine
import Cryptography
import Reports
import YAML
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
  /// The columns of the terminal behind a descriptor; `nil` for none. Help keeps to them.
  var columns: (_ descriptor: Int32) -> Int? = { _ in nil }

  /// Reads the arguments, without the program's name.
  func read(_ arguments: [String]) -> Outcome {
    let invocation: Invocation
    do {
      invocation = try ArgumentParser(spec: spec, environment: environment, discretion: .storehooks).parse(
        arguments)
    } catch {
      let isEmpty = error.reason == .emptyInvocation
      output.message(isEmpty ? help(for: 2).overview() : error.rendered(program: spec.program))
      let github = GitHubActions(environment: environment)
      if let github {
        output.command(github.annotations([.error(error.message, at: nil, remedy: error.remedy)]))
      }
      return .finished(exitCode: ExitCode.usage.rawValue)
    }
    guard invocation.command == "help" else { return .run(invocation) }
    if invocation.options.flag("man") {
      output.deliver(ManualPage(spec: spec, version: BuildInformation.version).text())
    } else {
      output.deliver(page(on: invocation.arguments.first))
    }
    return .finished(exitCode: 0)
  }

  private func help(for descriptor: Int32) -> HelpRenderer {
    HelpRenderer(spec: spec, columns: columns(descriptor))
  }

  private func page(on name: String?) -> String {
    let help = help(for: 1)
    return name.flatMap(spec.command(named:)).map(help.page(of:)) ?? help.overview()
  }
}

extension Discretion {
  /// Nothing that may be a key or a secret is repeated.
  static var storehooks: Self {
    var discretion = Self()
    discretion.isKey = KeyMaterial.isIn
    discretion.keyRemedy =
      "a key itself belongs in the environment variable ASC_PRIVATE_KEY, or in a file that --private-key names"
    discretion.shown = shown
    return discretion
  }

  /// A text of the user's as it can be shown on a terminal.
  static func shown(_ text: String) -> String {
    if text.contains("PRIVATE KEY") || KeyMaterial.isIn(text) { return "<private key>" }
    return PlainText.isPattern(text) ? UsageError.shown(text) : "<not shown>"
  }
}
