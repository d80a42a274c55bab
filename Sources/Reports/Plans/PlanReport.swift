import Diagnostics
import Planning
import Reconciler

/// What `plan` found, and what `apply` shows before it asks.
package struct PlanReport: Report {
  private let plan: Plan
  private let findings: Findings
  private let saved: SavedPlan?

  /// - Parameter saved: what makes a saved plan of the document.
  package init(_ plan: Plan, _ findings: Findings, saved: SavedPlan? = nil) {
    (self.plan, self.findings, self.saved) = (plan, findings, saved)
  }

  package func text(for reader: Reader) -> String? {
    PlanText(style: reader.style, showsUnchanged: reader.isVerbose)
      .render(plan, statistics: findings.statistics)
  }

  package var document: JSONObject? { plan.document(findings, saved: saved) }
  package var markdown: MarkdownReport? { PlanMarkdown.report(plan, errors: findings.errors) }
}

/// A plan, and what came of it where it was applied, for the comment of a pull request.
enum PlanMarkdown {
  static func report(_ plan: Plan, errors: [Diagnostic]) -> MarkdownReport {
    var verdict = plan.verdict
    if plan.hasCalls { verdict.tally += " \(counted("call", plan.steps.count))." }
    return MarkdownReport(
      verdict: verdict.markdown, lists: lists(plan, errors),
      sections: plan.apps.compactMap(section(of:)) + forgotten(plan.forgotten) + unmanaged(plan))
  }

  static func report(_ outcome: Outcome, errors: [Diagnostic]) -> MarkdownReport {
    let plan = outcome.plan
    let hasNothingToDo = outcome.results.isEmpty && !plan.hasChanges
    let results = Dictionary(uniqueKeysWithValues: outcome.results.map { ($0.step, $0) })
    return MarkdownReport(
      verdict: (hasNothingToDo ? plan.verdict : outcome.verdict).markdown,
      lists: lists(plan, errors),
      sections: plan.apps.compactMap { app in
        guard let step = app.steps.first, results[step.number]?.status.isHeld != true else { return nil }
        return MarkdownReport.Section(
          heading: app.markdownHeading, noun: .init("call"),
          header: ["Result", "Call", "Webhook", "Why"],
          rows: app.steps.compactMap { step in results[step.number].map { row(step, $0) } },
          details: .init(blocks: blocks(of: app)))
      })
  }

  static func refusal(_ plan: Plan, errors: [Diagnostic]) -> MarkdownReport {
    var report = report(plan, errors: errors)
    report.verdict = "**Nothing was changed.**" + (plan.apps.isEmpty ? "" : " " + report.verdict)
    return report
  }

  private static func lists(_ plan: Plan, _ errors: [Diagnostic]) -> [MarkdownReport.List] {
    let gaps = plan.apps.flatMap { app in
      app.gaps.map { Markdown.code(app.title) + ": " + Markdown.code($0.summary, limit: 1_000) }
    }
    return DiagnosticMarkdown.lists(errors + plan.warnings)
      + [
        MarkdownReport.List(title: "Events that go undelivered for a while", noun: .init("gap"), items: gaps),
        MarkdownReport.List(
          title: "Notes", noun: .init("note"), items: plan.notes.map { Markdown.code($0, limit: 1_000) }),
      ]
  }

  private static func row(_ step: Step, _ result: StepResult) -> [String] {
    let word =
      switch result.status {
      case .applied: "done"
      case .failed: "**failed**"
      case .skipped, .interrupted, .held: "skipped"
      }
    let why = result.reason.map { Markdown.code($0, limit: 1_000) } ?? ""
    return [word, step.action.rawValue, Markdown.code(step.webhook), why]
  }

  private static func section(of app: AppPlan) -> MarkdownReport.Section? {
    let changed = app.webhooks.filter { ![.unchanged, .unmanaged].contains($0.action) }
    guard !changed.isEmpty else { return nil }
    return MarkdownReport.Section(
      heading: app.markdownHeading, header: ["Action", "Webhook", "What", "Why"],
      rows: changed.map { webhook in
        [
          webhook.action.rawValue, Markdown.code(webhook.name), what(webhook),
          webhook.reason.map { Markdown.code($0, limit: 400) } ?? "",
        ]
      }, details: .init(blocks: blocks(of: app)))
  }

  static func forgotten(_ apps: [RecordedApp]) -> [MarkdownReport.Section] {
    guard !apps.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("app", apps.count)) no longer managed", noun: .init("app"),
        header: ["App", "Webhooks that stay"],
        rows: apps.map { [Markdown.code($0.title), grouped($0.webhooks.count)] })
    ]
  }

  private static func unmanaged(_ plan: Plan) -> [MarkdownReport.Section] {
    let rows = plan.apps.flatMap { app in
      app.webhooks.filter { $0.action == .unmanaged }.map { webhook in
        [app.title, webhook.name, webhook.reason ?? ""].map { Markdown.code($0) }
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("webhook", rows.count)) left alone", noun: .init("unmanaged webhook"),
        header: ["App", "Webhook", "Why"], rows: rows, isFolded: true)
    ]
  }

  /// Where a new or an old webhook delivers to, or which fields change.
  private static func what(_ webhook: WebhookPlan) -> String {
    switch webhook.action {
    case .create, .delete:
      let url = webhook.changes.first { $0.field == .url }
      return (url?.after ?? url?.before).map { Markdown.code($0.text) } ?? ""
    case .modify, .unchanged, .unmanaged:
      return webhook.changes.map(\.field.rawValue).joined(separator: ", ")
    }
  }

  private static func blocks(of app: AppPlan) -> [[String]] {
    app.webhooks.filter { !$0.changes.isEmpty }.map { webhook in
      [DiffLines.head(webhook.action.rawValue, webhook.name, at: webhook.location)]
        + webhook.changes.flatMap { change in
          change.field == .secret
            ? DiffLines.change(.secret(before: nil, after: change.after.map { "set from \($0.text)" }))
            : DiffLines.change(change)
        }
    }
  }
}
