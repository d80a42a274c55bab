import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Platform
import Reports
import Synchronization

/// What a run has asked App Store Connect, even if it ends without a plan or a list.
final class RequestLog: Sendable {
  private let client = Mutex<Client?>(nil)

  func count(of client: Client) { self.client.withLock { $0 = client } }

  /// Lets go of the client, which holds its observers, and these the session: its connections end with the run.
  func end() { client.withLock { $0 = nil } }

  var statistics: RequestStatistics { client.withLock(\.self)?.statistics ?? .init() }
}

/// What commands share: their options, ways to read files and to reach App Store Connect, and ways to report.
struct Session: Sendable {
  let program: Program
  let spec: CommandLineSpec
  let command: CommandSpec
  let options: ParsedOptions
  let arguments: [String]
  let progress: Progress
  let requests = RequestLog()
  /// Takes results one by one; `nil` for the publisher.
  var sink: (@Sendable (any Report) -> Void)?

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

  private var messageStyle: Style { Style(isOn: terminal(2).usesColor) }

  var publisher: Publisher {
    Publisher(
      output: output, format: self[.format],
      github: GitHubActions(environment: program.environment, withholding: output.withholding),
      reader: reader(1), messageReader: reader(2))
  }

  private func reader(_ descriptor: Int32) -> Reader {
    let terminal = terminal(descriptor)
    return Reader(
      style: Style(isOn: terminal.usesColor), width: terminal.width, isTerminal: terminal.isTerminal,
      isQuiet: self[.quiet], isVerbose: self[.verbose])
  }

  private func terminal(_ descriptor: Int32) -> TerminalCapabilities {
    TerminalCapabilities(descriptor: descriptor, color: self[.color], environment: program.environment)
  }

  var codeQuality: CodeQualityReport {
    CodeQualityReport(
      root: program.environment["CI_PROJECT_DIR"], mainFile: self[.file].first ?? defaultFile)
  }

  var selection: AppSelection { AppSelection(patterns: self[.app]) }

  /// Reports what is wrong or doubtful before there is a result.
  func report(_ diagnostics: [Diagnostic]) { publisher.tell(diagnostics) }

  /// Notes something useful, unless notes are unwanted.
  func note(_ text: String) { publisher.note(text) }

  /// Warns of something while a command goes on.
  func warn(_ text: String) {
    output.message(messageStyle.yellow("warning:") + " \(TerminalText.escaped(text))\n")
  }

  /// Takes one of several results at once; throws if it makes no sense to go on.
  func emit(_ report: any Report) throws(OutputError) {
    if let sink { sink(report) } else { try publisher.emit(report) }
  }

  /// The same for a command that goes on anyway.
  func deliver(_ report: any Report) { if let sink { sink(report) } else { publisher.deliver(report) } }

  /// Shows what is about to be done.
  func preview(_ report: any Report) throws { try publisher.preview(report) }

  /// Asks whether something should be done, and shows it before if it hasn't been shown.
  func confirm(_ question: ConfirmationQuestion, about report: any Report) -> Bool {
    publisher.show(report)
    return program.prompt.confirm(question.text(style: messageStyle)) == .confirmed
  }

  /// Refuses patterns that select no app of the file, because a typo must not look like "nothing to do".
  func checkSelection(_ titles: [String], selected: Int) throws(CommandFailure) {
    guard selected == 0, let pattern = self[.app].first else { return }
    let nearest = Spelling.nearest(to: pattern, among: titles).map { "; did you mean '\($0)'?" } ?? ""
    let patterns = self[.app].map { "'\($0)'" }.joined(separator: ", ")
    throw CommandFailure(
      message: "--app \(patterns) matches no app of the desired-state file\(nearest)",
      exitCode: .usage)
  }

  /// Does work that a first signal ends early, and passes that signal; a second one ends the process.
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
      // Said only now that it is true.
      if isFirst { note("finishing the calls under way; press Ctrl-C again to stop at once") }
    }
    let value = await work(interruption)
    program.signals?.handle(with: nil)
    return (value, interruption.signal)
  }
}
