import CommandLine
import Reports
import AppStoreConnect
import DesiredState
import Diagnostics
import Platform

/// What commands share: their options, the ways to read files and to reach App Store Connect, and the
/// ways to say what came of it.
struct Session: Sendable {
  let program: Program
  let spec: CommandLineSpec
  let command: CommandSpec
  let options: ParsedOptions
  let arguments: [String]
  /// Shows how far reads and writes are.
  let progress: Progress

  init(program: Program, spec: CommandLineSpec, invocation: Invocation) {
    self.program = program
    self.spec = spec
    command = invocation.command
    options = invocation.options
    arguments = invocation.arguments
    progress = Progress(screen: options[.quiet] ? nil : program.screen, signals: program.signals)
  }

  subscript<Value>(option: Option<Value>) -> Value { options[option] }

  var output: Output { program.output }

  /// What GitHub Actions reads beside the log; `nil` elsewhere.
  var github: GitHubActions? {
    GitHubActions(environment: program.environment, withholding: output.withholding)
  }

  /// The style of standard error.
  var messageStyle: Style {
    Style(
      isOn: TerminalCapabilities(descriptor: 2, color: self[.color], environment: program.environment)
        .usesColor)
  }

  /// The style of standard output.
  var style: Style { Style(isOn: terminal.usesColor) }

  /// What standard output can show.
  var terminal: TerminalCapabilities {
    TerminalCapabilities(descriptor: 1, color: self[.color], environment: program.environment)
  }

  var selection: AppSelection { AppSelection(patterns: self[.app]) }

  /// Shows diagnostics on standard error.
  func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let text = DiagnosticRenderer(color: messageStyle.isOn).render(diagnostics)
    // On standard error, too: standard output can be a document.
    output.message(text)
    if let github { output.command(github.annotations(diagnostics)) }
  }

  /// Shows a note on standard error, unless notes are unwanted.
  func note(_ text: String) {
    if !self[.quiet] { output.message("note: \(TerminalText.escaped(text))\n") }
  }

  /// Refuses patterns that select no app of the file: a typo must not look like "nothing to do".
  func checkSelection(_ titles: [String], selected: Int) throws(CommandFailure) {
    guard selected == 0, let pattern = self[.app].first else { return }
    let nearest = Spelling.nearest(to: pattern, among: titles).map { "; did you mean '\($0)'?" } ?? ""
    let patterns = self[.app].map { "'\($0)'" }.joined(separator: ", ")
    throw CommandFailure(
      message: "--app \(patterns) matches no app of the desired-state file\(nearest)",
      exitCode: .usage)
  }

  /// Does work that a first signal has finish early, and gives that signal; a second one ends the process.
  ///
  /// - Parameter client: the client whose waits the first signal ends.
  func interruptible<Value>(
    ending client: Client? = nil, _ work: (Interruption) async -> Value
  ) async -> (value: Value, signal: Int32?) {
    let interruption = Interruption { client?.stopWaiting() }
    program.signals?.handle { signal in
      let isFirst = !interruption.isRequested
      if !isFirst { progress.stop() }
      interruption.receive(signal)
      // Once it is so.
      if isFirst { note("finishing the calls under way; press Ctrl-C again to stop at once") }
    }
    let value = await work(interruption)
    program.signals?.handle(with: nil)
    return (value, interruption.signal)
  }
}
