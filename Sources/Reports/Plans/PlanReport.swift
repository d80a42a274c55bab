import AppStoreConnect
import Diagnostics
import Planning

/// What `plan` found, and what `apply` shows before it asks.
package struct PlanReport: Report {
  private let plan: Plan
  private let errors: [Diagnostic]
  private let statistics: RequestStatistics

  package init(_ plan: Plan, errors: [Diagnostic], statistics: RequestStatistics) {
    self.plan = plan
    self.errors = errors
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    PlanText(style: reader.style, showsUnchanged: reader.isVerbose).render(plan, statistics: statistics)
  }

  package var document: (any Encodable)? { PlanDocument(plan, errors: errors, statistics: statistics) }
  package var markdown: MarkdownReport? { PlanMarkdown.report(plan, errors: errors) }
}
