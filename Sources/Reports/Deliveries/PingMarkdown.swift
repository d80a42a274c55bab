import Diagnostics
import Reconciler

/// What came of testing webhooks, for the comment of a pull request or the summary of a job.
package enum PingMarkdown {
  /// What `ping` reports.
  package static func report(
    _ results: [PingResult], errors: [Diagnostic], warnings: [Diagnostic] = []
  ) -> MarkdownReport {
    let hasFailed = !errors.isEmpty || results.contains { $0.outcome.isFailure }
    let verdict = Verdict(
      title: hasFailed ? "Not every webhook works:" : "Every webhook works:",
      tally: PingText.tally(results, unread: errors.count) + ".")
    return MarkdownReport(
      verdict: verdict.markdown, lists: DiagnosticMarkdown.lists(errors + warnings),
      sections: [section(results)])
  }

  /// The tests as a part of another report.
  package static func section(_ results: [PingResult], heading: String? = nil) -> MarkdownReport.Section {
    // What failed comes first, so that it is the rest that is cut.
    let sorted = results.filter(\.outcome.isFailure) + results.filter { !$0.outcome.isFailure }
    return MarkdownReport.Section(
      heading: heading, header: ["App", "Webhook", "Result", "Status", "Time", "Why"],
      rows: sorted.map(row(_:)))
  }

  private static func row(_ result: PingResult) -> [String] {
    let delivery = result.outcome.delivery
    var why = result.outcome.reason.map { [$0] } ?? []
    if result.outcome.isFailure {
      if let message = delivery?.errorMessage, !why.contains(message) { why.append(message) }
      if let body = delivery?.responseBody, !body.isEmpty { why.append(body) }
    }
    let cells = why.filter { !$0.isEmpty }.map { Markdown.code($0, limit: PingText.answerLimit) }
    return [
      Markdown.code(result.webhook.appTitle), Markdown.code(result.webhook.name), result.outcome.word,
      delivery?.httpStatus.map(String.init) ?? "", delivery?.duration.map { "\(HumanDuration($0))" } ?? "",
      cells.joined(separator: "<br>"),
    ]
  }
}
