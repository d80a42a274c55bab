import Diagnostics
import Planning

/// What `drift` found.
package struct ComparisonReport: Report {
  package let drift: DriftReport
  package let plan: Plan
  package let tests: Verifications?
  package let findings: Findings

  package init(_ drift: DriftReport, plan: Plan, tests: Verifications?, _ findings: Findings) {
    (self.drift, self.plan, self.tests, self.findings) = (drift, plan, tests, findings)
  }

  package var hasDrift: Bool { drift.hasDrift || tests?.haveFailed == true }

  package func text(for reader: Reader) -> String? {
    guard hasDrift || !reader.isQuiet else {
      return findings.errors.isEmpty ? nil : text(style: reader.style)
    }
    return text(style: reader.style) + (tests?.text(for: reader) ?? "")
  }

  private func text(style: Style) -> String {
    DriftText(style: style).render(drift, statistics: findings.statistics)
  }

  package var document: JSONObject? {
    plan.document(findings.adding(tests), drift: drift, verifications: tests)
  }

  package var markdown: MarkdownReport? {
    var report = DriftMarkdown.report(drift, findings)
    if let tests { report.sections.append(tests.section) }
    return report
  }

  package var aside: [Diagnostic] { tests?.failures ?? [] }

  package var junit: String? {
    JUnitReport(drift, plan: plan, pings: tests?.results ?? [], errors: findings.errors).xml()
  }
}
