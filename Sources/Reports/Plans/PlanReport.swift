import Diagnostics
import Planning
import Reconciler

/// What `plan` found, and what `apply` shows before it asks.
package struct PlanReport: Report {
  private let plan: Plan
  private let findings: Findings
  private let saved: SavedPlan?
  private let isVerbose: Bool

  /// - Parameters:
  ///   - isVerbose: whether every app is shown by itself.
  ///   - saved: turns the document into a saved plan.
  package init(_ plan: Plan, _ findings: Findings, isVerbose: Bool = false, saved: SavedPlan? = nil) {
    (self.plan, self.findings, self.saved) = (plan, findings, saved)
    self.isVerbose = isVerbose
  }

  package func text(for reader: Reader) -> String? {
    PlanText(style: reader.style, width: reader.width, isVerbose: isVerbose)
      .render(plan, statistics: findings.statistics)
  }

  package var document: JSONObject? { plan.document(findings, saved: saved) }
  package var markdown: MarkdownReport? {
    PlanMarkdown(plan: plan, isVerbose: isVerbose).report(errors: findings.errors)
  }
}
