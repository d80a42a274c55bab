import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

/// What `apply` did.
package struct OutcomeReport: Report {
  private let outcome: Outcome
  private let verifications: Verifications?
  private let errors: [Diagnostic]
  private let statistics: RequestStatistics

  package init(
    _ outcome: Outcome, _ verifications: Verifications?, errors: [Diagnostic], statistics: RequestStatistics
  ) {
    self.outcome = outcome
    self.verifications = verifications
    self.errors = errors
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    let text =
      outcome.results.isEmpty
      ? nil : OutcomeText(style: reader.style).render(outcome, statistics: statistics)
    guard let verifications else { return text }
    return (text ?? "") + verifications.text(for: reader)
  }

  package var document: (any Encodable)? {
    var document = PlanDocument(
      outcome.plan, errors: errors, statistics: statistics, results: outcome.results)
    document.warnings += outcome.warnings.map(Message.init(_:))
    document.verifications = verifications?.document
    return document
  }

  package var markdown: MarkdownReport? {
    var report = PlanMarkdown.report(outcome, errors: errors + outcome.warnings)
    if let verifications { report.sections.append(verifications.section) }
    return report
  }

  package var aside: [Diagnostic] { verifications?.failures ?? [] }
}

/// Why `apply` changed nothing.
package struct RefusalReport: Report {
  private let plan: Plan
  private let errors: [Diagnostic]
  private let statistics: RequestStatistics

  package init(_ plan: Plan, errors: [Diagnostic], statistics: RequestStatistics) {
    self.plan = plan
    self.errors = errors
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? { nil }

  package var document: (any Encodable)? {
    PlanDocument(plan, errors: errors, statistics: statistics, results: [])
  }

  package var markdown: MarkdownReport? { PlanMarkdown.refusal(plan, errors: errors) }
}
