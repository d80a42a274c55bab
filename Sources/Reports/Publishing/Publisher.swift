import CommandLine
import Diagnostics
import Platform

/// Prints a command's result in the chosen format, and tells GitHub Actions.
package struct Publisher: Sendable {
  package var output: Output
  package var format: OutputFormat
  /// `nil` outside of GitHub Actions.
  package var github: GitHubActions?
  package var reader: Reader
  /// Who reads standard error.
  package var messageReader: Reader

  package init(
    output: Output, format: OutputFormat, github: GitHubActions?, reader: Reader, messageReader: Reader
  ) {
    (self.output, self.format, self.github, self.reader) = (output, format, github, reader)
    self.messageReader = messageReader
  }

  package func publish(_ result: CommandResult) throws {
    tell(result.diagnostics)
    // A saved plan is JSON; a page or a desired-state file isn't.
    if let saved = result.saved { output.deliver(saved, isJSON: saved.hasPrefix("{")) }
    if let report = result.report { try publish(report, result) }
    if let counts = result.counts { warn(github?.output(counts.values(exitCode: result.exitCode))) }
    tell(result.remarks)
    for note in result.notes { self.note(note) }
    if let text = result.lastWord { output.message(text + "\n") }
  }

  private func publish(_ report: any Report, _ result: CommandResult) throws {
    let text =
      switch format {
      case .json: result.saved == nil ? report.json : nil
      case .markdown: report.markdown?.render()
      case .gitlab: try report.codeQuality()
      case .junit: report.junit
      case .csv: report.csv
      // A page is a file, or was saved to standard output.
      case .html: nil as String?
      case .text: report.text(for: result.isTaken ? messageReader : reader)
      }
    if let text {
      if result.isTaken, format != .json {
        output.message(text)
      } else {
        output.deliver(text, isJSON: format == .json)
      }
    }
    if let github, let summary = report.summary { warn(github.summarize(summary)) }
    if format != .text { tell(report.aside) }
  }

  /// Prints one of several results at once; throws if it makes no sense to go on.
  package func emit(_ report: any Report) throws(OutputError) {
    if let text = format == .json ? report.json : report.text(for: reader) {
      try output.result(text, isJSON: format == .json)
    }
  }

  /// The same for a command that goes on anyway.
  package func deliver(_ report: any Report) {
    if let text = format == .json ? report.json : report.text(for: reader) {
      output.deliver(text, isJSON: format == .json)
    }
  }

  /// Shows what is about to be done: on standard output, unless that is for a single document at the end.
  package func preview(_ report: any Report) throws {
    if format == .text, let text = report.text(for: reader) { try output.result(text) }
  }

  /// The same for somebody who is asked to confirm it and hasn't seen it.
  package func show(_ report: any Report) {
    if format != .text, let text = report.text(for: messageReader) { output.message(text) }
  }

  /// Shows diagnostics on standard error, because standard output can be a document.
  package func tell(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    output.message(
      DiagnosticRenderer(color: messageReader.style.isOn, width: messageReader.width).render(diagnostics))
    if let github { output.command(github.annotations(diagnostics)) }
  }

  /// Shows a note on standard error, unless `--quiet` is given.
  package func note(_ text: String) {
    if !reader.isQuiet { output.message("note: \(TerminalText.escaped(text))\n") }
  }

  private func warn(_ problem: Diagnostic?) { tell(problem.map { [$0] } ?? []) }
}
