import Diagnostics
import Planning
import Reconciler

/// The result of the calls, for a job's summary: those that weren't made, with the changes folded.
struct OutcomeMarkdown {
  let outcome: Outcome
  /// Whether every app is shown by itself.
  var isVerbose = false

  func report(errors: [Diagnostic]) -> MarkdownReport {
    let made = PlanMarkdown(plan: outcome.planMade, isVerbose: isVerbose)
    let hasNothingToDo = outcome.results.isEmpty && !outcome.plan.hasChanges
    var report = MarkdownReport(
      verdict: (hasNothingToDo ? outcome.plan.verdict : outcome.verdict).markdown,
      lists: made.lists(errors, deletes: "Deleted"), sections: notMade)
    report.details = made.details
    return report
  }

  private var notMade: [MarkdownReport.Section] {
    let blocks = FleetBlocks(outcome, isGrouped: !isVerbose)
    let apps = outcome.plan.apps
    let own = zip(apps, blocks.own).flatMap { app, calls in
      calls.map { Self.row(Markdown.code(app.title), $0) }
    }
    let shared = blocks.shared.flatMap { block in
      block.changes.map { Self.row(ChangeTable.names(block.apps.map { apps[$0].title }), $0) }
    }
    guard !own.isEmpty || !shared.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "Not made", noun: .init("call"), header: ["App", "Result", "Call", "Webhook", "Why"],
        rows: own + shared)
    ]
  }

  private static func row(_ app: String, _ call: MadeCall) -> [String] {
    let why = [call.reason].compactMap { $0 } + call.places
    return [
      app, call.result.failure == nil ? "skipped" : "**failed**", call.action.rawValue,
      Markdown.name(call.webhook), why.map { Markdown.code($0, limit: 1_000) }.joined(separator: "<br>"),
    ]
  }
}

extension Outcome {
  /// The plan, reduced to changes whose calls were all made.
  fileprivate var planMade: Plan {
    let made = Set(results.filter(\.status.isApplied).map(\.step))
    var plan = plan
    for index in plan.apps.indices {
      let steps = plan.apps[index].steps
      plan.apps[index].webhooks.removeAll { webhook in
        let calls = steps.filter { step in
          webhook.webhookId.map { step.webhookId == $0 }
            ?? (step.webhookId == nil && step.webhook == webhook.name)
        }
        return calls.isEmpty || !calls.allSatisfy { made.contains($0.number) }
      }
    }
    return plan
  }
}
