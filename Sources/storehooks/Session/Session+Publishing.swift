import CommandLine
import Diagnostics
import Planning
import Reports

extension Session {
  /// Prints what a command found or did in the format that is asked for, and adds it to the summary of a
  /// GitHub Actions job.
  ///
  /// - Parameters:
  ///   - text: The report for people; `nil` where silence is meant.
  ///   - tool: The report for the one CI system whose format the command has.
  ///   - isTaken: Whether standard output holds a document already, which says all that JSON would say: reports for
  ///     people go to standard error then.
  func publish(
    json: @autoclosure () -> any Encodable, markdown: @autoclosure () -> MarkdownReport,
    text: @autoclosure () -> String?, tool: @autoclosure () throws -> String = "",
    isTaken: Bool = false
  ) throws {
    let deliver = isTaken ? output.message : output.deliver
    switch self[.format] {
    case .json: if !isTaken { deliver(json().json()) }
    case .markdown: deliver(markdown().render())
    case .gitlab, .junit: deliver(try tool())
    case .text: if let text = text() { deliver(text) }
    }
    if let github { warn(github.summarize(markdown())) }
  }

  /// Prints what a command prints where it fails before it has anything else to tell; for people everything is
  /// on standard error.
  func publishFailure(_ errors: [Diagnostic]) throws {
    switch self[.format] {
    case .json:
      if let document = FailureDocument.of(command.name, errors) { output.deliver(document.json()) }
    case .markdown: output.deliver(FailureMarkdown.report(errors).render())
    case .gitlab: output.deliver(try codeQuality(errors))
    case .junit: output.deliver(JUnitReport(failure: errors).xml())
    case .text: break
    }
    if let github { warn(github.summarize(FailureMarkdown.report(errors))) }
  }

  /// Tells the later steps of a GitHub Actions job how much there is to do.
  func publishCounts(_ plan: Plan, hasChanges: Bool) {
    guard let github else { return }
    let count = plan.summary
    warn(
      github.output([
        ("has-changes", String(hasChanges)), ("create", String(count[.create])),
        ("modify", String(count[.modify])), ("delete", String(count[.delete])),
      ]))
  }

  /// Diagnostics as a code quality report.
  func codeQuality(_ diagnostics: [Diagnostic]) throws -> String {
    try CodeQualityReport(
      root: program.environment["CI_PROJECT_DIR"], mainFile: self[.file].first ?? defaultFile
    ).json(diagnostics)
  }

  private func warn(_ problem: Diagnostic?) { report(problem.map { [$0] } ?? []) }
}

/// What a command that could do nothing has to tell.
enum FailureMarkdown {
  static func report(_ errors: [Diagnostic]) -> MarkdownReport {
    MarkdownReport(
      verdict: Verdict(title: "Failed:", tally: counted("error", errors.count) + ".").markdown,
      lists: DiagnosticMarkdown.lists(errors))
  }
}
