import Diagnostics
import Planning

/// What `drift` found.
package struct ComparisonReport: Report {
  package let drift: DriftReport
  package let plan: Plan
  package let tests: Verifications?
  package let findings: Findings

  private let isVerbose: Bool

  /// - Parameter isVerbose: whether every app is shown by itself.
  package init(
    _ drift: DriftReport, plan: Plan, tests: Verifications?, _ findings: Findings, isVerbose: Bool = false
  ) {
    (self.drift, self.plan, self.tests, self.findings) = (drift, plan, tests, findings)
    self.isVerbose = isVerbose
  }

  package var hasDrift: Bool { drift.hasDrift || tests?.haveFailed == true }

  package func text(for reader: Reader) -> String? {
    guard hasDrift || !reader.isQuiet else {
      return findings.errors.isEmpty ? nil : comparison(for: reader)
    }
    return comparison(for: reader) + (tests?.text(for: reader) ?? "")
  }

  private func comparison(for reader: Reader) -> String {
    DriftText(style: reader.style, width: reader.width, isVerbose: isVerbose)
      .render(drift, findings)
  }

  package var document: JSONObject? {
    plan.document(findings.adding(tests), drift: drift, verifications: tests)
  }

  package var markdown: MarkdownReport? {
    var report = DriftMarkdown(report: drift, isVerbose: isVerbose).report(findings)
    tests?.add(to: &report)
    return report
  }

  package var aside: [Diagnostic] { (tests?.failures ?? []).filter { !findings.errors.contains($0) } }

  package var junit: String? {
    JUnitReport(drift, plan: plan, pings: tests?.results ?? [], errors: findings.errors).xml()
  }
}
