import AppStoreConnect
import Planning
import Platform

/// Shows a plan to people.
///
/// Within an app, webhooks stand in the order of their calls; what a file or Apple says is escaped, so
/// that a name can't drive the terminal.
struct PlanText {
  let style: Style
  var showsUnchanged = false

  func render(_ plan: Plan, statistics: RequestStatistics) -> String {
    var text = (plan.apps.map(app(_:)) + plan.forgotten.map { $0.text(style: style) }).filter { !$0.isEmpty }
      .joined(separator: "\n")
    if !text.isEmpty { text += "\n" }
    return text + summary(plan, statistics: statistics) + "\n"
  }

  private func app(_ app: AppPlan) -> String {
    if let failure = app.failure {
      let label = style.red(failure.isUnread ? "! unread" : "! not planned")
      return app.heading(style: style) + "\n  \(label)  \(escaped(failure.summary))\n"
    }
    let shown = app.webhooks.filter { showsUnchanged || $0.action != .unchanged }
    guard !shown.isEmpty else { return "" }
    let gaps = app.gaps.map { "  " + style.red("! gap") + "     \(escaped($0.summary))\n" }
    return app.heading(style: style) + "\n" + (shown.map(webhook(_:)) + gaps).joined()
  }

  private func webhook(_ webhook: WebhookPlan) -> String {
    let sign = "  \(label(of: webhook.action))  "
    let name = escaped(webhook.name)
    let lines =
      webhook.action == .delete
      ? [] : webhook.changes.flatMap { FieldLines(style: style).planned($0, of: webhook) }
    guard let reason = webhook.reason else { return sign + name + "\n" + lines.joined() }
    let padding = String(repeating: " ", count: max(0, 19 - TerminalText.width(of: name)) + 2)
    return sign + name + padding + style.dim(escaped(reason)) + "\n" + lines.joined()
  }

  private func label(of action: WebhookPlan.Action) -> String {
    switch action {
    case .create: style.green("+ create")
    case .modify: style.yellow("~ modify")
    case .delete: style.red("- delete")
    case .unchanged: "= unchanged"
    case .unmanaged: style.dim(". unmanaged")
    }
  }

  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged. 3 calls; 12 requests made, …`
  private func summary(_ plan: Plan, statistics: RequestStatistics) -> String {
    let calls = plan.hasCalls ? "\(counted("call", plan.steps.count)); " : ""
    return plan.verdict.text(style: style) + " \(calls)\(statistics.text)"
  }

  private func escaped(_ text: String) -> String { TerminalText.escaped(text) }
}

extension RecordedApp {
  /// Of an app that was handed over.
  func text(style: Style) -> String {
    facts.heading(title, style: style) + "\n  \(style.yellow("x forget"))  \(handedOver)\n"
  }

  var handedOver: String {
    let staying = webhooks.count == 1 ? "webhook stays" : "\(grouped(webhooks.count)) webhooks stay"
    return "no longer managed" + (webhooks.isEmpty ? "" : "; its \(staying)")
  }
}

extension Plan {
  private var toForget: String { forgotten.isEmpty ? "" : " \(counted("app", forgotten.count)) to forget." }

  private var skipped: String {
    guard let notCompared, notCompared > 0 || skipsDefaults else { return "" }
    let others = skipsDefaults ? " that only defaults bring in" : ""
    let what =
      notCompared == 0 ? "Apps" : counted("app", notCompared) + (skipsDefaults ? " and others" : "")
    return " \(what)\(others) not compared; apply looks at all."
  }

  /// `240 calls (100 creates, 120 modifies, 20 deletes)`
  package var callsByKind: String {
    let kinds = [WebhookPlan.Action.create, .modify, .delete].compactMap { action -> String? in
      let count = steps.count { $0.action == action }
      guard count > 0 else { return nil }
      return counted(action.rawValue, count, plural: action == .modify ? "modifies" : nil)
    }
    return "\(counted("call", steps.count)) (\(kinds.joined(separator: ", ")))"
  }

  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged.`
  var verdict: Verdict {
    let count = summary
    let rest = "\(grouped(count[.unchanged])) unchanged, \(grouped(count[.unmanaged])) unmanaged"
    let failed = failedApps.count
    let unread = failed == 0 ? "" : " \(counted("app", failed)) could not be planned."
    guard hasChanges else {
      return Verdict(
        title: failed == 0 ? "No changes." : "No changes in what was planned.",
        tally: "\(rest).\(unread)\(skipped)")
    }
    return Verdict(
      title: "Plan:",
      tally: "\(grouped(count[.create])) to create, \(grouped(count[.modify])) to modify,"
        + " \(grouped(count[.delete])) to delete; \(rest).\(toForget)\(unread)\(skipped)")
  }
}
