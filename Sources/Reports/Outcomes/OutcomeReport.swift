import Diagnostics
import Planning
import Reconciler

package struct OutcomeReport: Report {
  private let outcome: Outcome
  private let verifications: Verifications?
  private let canary: Canary?
  private let findings: Findings
  private let isVerbose: Bool

  /// - Parameter isVerbose: whether every call is shown.
  package init(
    _ outcome: Outcome, _ verifications: Verifications?, canary: Canary?, _ findings: Findings,
    isVerbose: Bool = false
  ) {
    (self.outcome, self.verifications, self.canary) = (outcome, verifications, canary)
    (self.findings, self.isVerbose) = (findings, isVerbose)
  }

  package func text(for reader: Reader) -> String? {
    let text =
      outcome.results.isEmpty && outcome.plan.forgotten.isEmpty
      ? nil
      : OutcomeText(style: reader.style, width: reader.width, isVerbose: isVerbose)
        .render(outcome, statistics: findings.statistics)
    guard let verifications else { return text }
    return (text ?? "") + verifications.text(for: reader)
  }

  package var document: JSONObject? {
    var plan = outcome.plan
    plan.warnings += findings.warnings
    return plan.document(
      findings.adding(verifications), results: outcome.results, verifications: verifications
    )
    .adding(["canary": canary?.document(in: outcome)])
  }

  package var markdown: MarkdownReport? {
    var report = OutcomeMarkdown(outcome: outcome, isVerbose: isVerbose)
      .report(errors: findings.errors + findings.warnings)
    verifications?.add(to: &report)
    return report
  }

  package var aside: [Diagnostic] { verifications?.failures ?? [] }
}

/// Why `apply` changed nothing.
package struct RefusalReport: Report {
  private let plan: Plan
  private let findings: Findings

  package init(_ plan: Plan, _ findings: Findings) { (self.plan, self.findings) = (plan, findings) }

  package func text(for reader: Reader) -> String? { nil }
  package var document: JSONObject? { plan.document(findings, results: []) }
  package var markdown: MarkdownReport? { PlanMarkdown(plan: plan).refusal(errors: findings.errors) }
}
