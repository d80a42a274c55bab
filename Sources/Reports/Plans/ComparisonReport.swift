import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

/// What `drift` found.
package struct ComparisonReport: Report {
  package var drift: DriftReport
  package var plan: Plan
  package var tests: Verifications?
  package var errors: [Diagnostic]
  package var doubts: [Diagnostic]
  package var statistics: RequestStatistics

  package init(
    _ drift: DriftReport, plan: Plan, tests: Verifications?, errors: [Diagnostic], doubts: [Diagnostic],
    statistics: RequestStatistics
  ) {
    self.drift = drift
    self.plan = plan
    self.tests = tests
    self.errors = errors
    self.doubts = doubts
    self.statistics = statistics
  }

  package var hasDrift: Bool { drift.hasDrift || tests?.haveFailed == true }

  package func text(for reader: Reader) -> String? {
    var text: String?
    if hasDrift || !errors.isEmpty || !reader.isQuiet {
      text = DriftText(style: reader.style).render(drift, statistics: statistics)
    }
    guard let tests, hasDrift || !reader.isQuiet else { return text }
    return (text ?? "") + tests.text(for: reader)
  }

  package var document: (any Encodable)? {
    var document = PlanDocument(plan, errors: errors, statistics: statistics)
    document.drift = DriftDocument(drift)
    document.verifications = tests?.document
    return document
  }

  package var markdown: MarkdownReport? {
    var report = DriftMarkdown.report(drift, errors: errors, warnings: doubts)
    if let tests { report.sections.append(tests.section) }
    return report
  }

  package var aside: [Diagnostic] { tests?.failures ?? [] }

  package var junit: String? {
    JUnitReport(drift, plan: plan, pings: tests?.results ?? [], errors: errors).xml()
  }
}
