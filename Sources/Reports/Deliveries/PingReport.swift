import Diagnostics
import Reconciler

package struct PingReport: Report {
  private let results: [PingResult]
  private let findings: Findings

  package init(_ results: [PingResult], _ findings: Findings) {
    (self.results, self.findings) = (results, findings)
  }

  package func text(for reader: Reader) -> String? {
    PingText(style: reader.style, width: reader.width)
      .render(results, findings)
  }

  package var document: JSONObject? {
    let summary: JSONObject = [
      "succeeded": results.count { $0.outcome.hasSucceeded },
      "failed": results.count { $0.outcome.isFailure }, "skipped": results.count { $0.outcome == .disabled },
    ]
    let document: JSONObject = ["summary": summary, "webhooks": results.map(\.document)]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? { PingMarkdown.report(results, findings) }
}

/// The results of testing webhooks, as a part of another report.
package struct Verifications: Sendable {
  package var results: [PingResult]
  /// The heading of the tally if all is well, and if not.
  private let titles: (passed: String, failed: String)

  /// For `drift --ping`.
  package static func tested(_ results: [PingResult]) -> Self {
    Self(results: results, titles: ("Test events passed:", "Test events failed:"))
  }

  /// For `apply --verify`.
  package static func verified(_ results: [PingResult]) -> Self {
    Self(results: results, titles: ("Verified:", "Not verified:"))
  }

  package var haveFailed: Bool { results.contains { $0.outcome.isFailure } }

  /// What didn't arrive, and a tally; with `--verbose`, every result.
  func text(for reader: Reader) -> String {
    let shown = reader.isVerbose ? results : lost
    let text = PingText(style: reader.style, width: reader.width)
    let tally = text.tally(of: results, heading: titles.passed, failedHeading: titles.failed)
    return "\n" + text.table(shown) + text.details(shown) + tally
  }

  /// The same in Markdown.
  func add(to report: inout MarkdownReport) {
    report.verdict += " **\(haveFailed ? titles.failed : titles.passed)** \(PingText.tally(results))."
    if !lost.isEmpty { report.sections.insert(PingMarkdown.section(lost, heading: "Test events"), at: 0) }
  }

  private var lost: [PingResult] {
    results.filter { !$0.outcome.hasSucceeded && $0.outcome != .disabled }
  }

  var failures: [Diagnostic] { results.failures }
}

extension Findings {
  /// Adds the failed test events, which other formats show in their tables.
  func adding(_ tests: Verifications?) -> Self {
    var findings = self
    findings.errors += tests?.failures.filter { !errors.contains($0) } ?? []
    return findings
  }
}

enum PingMarkdown {
  static func report(_ results: [PingResult], _ findings: Findings) -> MarkdownReport {
    let hasFailed = !findings.errors.isEmpty || results.contains { $0.outcome.isFailure }
    let verdict = Verdict(
      title: hasFailed ? "Not every webhook works:" : "Every webhook works:",
      tally: PingText.tally(results) + "."
    ).behind(findings.unread, of: "Test")
    return MarkdownReport(
      verdict: verdict.markdown, lists: findings.lists,
      sections: [section(results)])
  }

  static func section(_ results: [PingResult], heading: String? = nil) -> MarkdownReport.Section {
    // Failures come first, so that the rest is what gets cut. A row tells of calls that failed alike.
    let groups = [results.filter(\.outcome.isFailure), results.filter { !$0.outcome.isFailure }]
    let rows = groups.flatMap { $0.gathered(by: \.callFailure) }.flatMap { results in
      results[0].callFailure == nil ? results.map { row([$0]) } : [row(results)]
    }
    return MarkdownReport.Section(
      heading: heading, header: ["App", "Webhook", "Result", "Status", "Time", "Why"], rows: rows)
  }

  private static func row(_ results: [PingResult]) -> [String] {
    let result = results[0]
    let delivery = result.outcome.delivery
    var why = result.outcome.reason(results.count == 1 ? \.self : \.common).map { [$0] } ?? []
    if result.outcome.isFailure {
      if let message = delivery?.errorMessage, !why.contains(message) { why.append(message) }
      if let body = delivery?.responseBody, !body.isEmpty { why.append(body) }
    }
    let cells = why.filter { !$0.isEmpty }.map { Markdown.code($0, limit: PingText.answerLimit) }
    return [
      names(results.map(\.webhook.appTitle)), names(results.map(\.webhook.name)), result.outcome.word,
      delivery?.httpStatus.map(String.init) ?? "", delivery?.duration.map { "\(HumanDuration($0))" } ?? "",
      cells.joined(separator: "<br>"),
    ]
  }

  private static func names(_ names: [String]) -> String {
    var seen: Set<String> = []
    return Markdown.code(named(names.filter { seen.insert($0).inserted }))
  }
}
