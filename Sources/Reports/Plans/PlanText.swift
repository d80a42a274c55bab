import AppStoreConnect
import Planning
import Platform

/// Shows a plan to people.
///
/// Within an app, webhooks stand in the order of their calls; what a file or Apple says is escaped, so
/// that a name can't drive the terminal.
package struct PlanText {
  package let style: Style
  /// Whether webhooks that are as they should be are listed, too.
  package var showsUnchanged = false

  package init(style: Style, showsUnchanged: Bool = false) {
    self.style = style
    self.showsUnchanged = showsUnchanged
  }

  /// The whole plan, its summary last.
  package func render(_ plan: Plan, statistics: RequestStatistics) -> String {
    var text = plan.apps.map(app(_:)).filter { !$0.isEmpty }.joined(separator: "\n")
    if !text.isEmpty { text += "\n" }
    return text + summary(plan, statistics: statistics) + "\n"
  }

  private func app(_ app: AppPlan) -> String {
    if let failure = app.failure {
      let label = style.red(failure.isUnread ? "! unread" : "! not planned")
      return app.facts.heading(app.title, style: style) + "\n  \(label)  \(escaped(failure.summary))\n"
    }
    let shown = app.webhooks.filter { showsUnchanged || $0.action != .unchanged }
    guard !shown.isEmpty else { return "" }
    let gaps = app.gaps.map { "  " + style.red("! gap") + "     \(escaped($0.summary))\n" }
    return app.facts.heading(app.title, style: style) + "\n" + (shown.map(webhook(_:)) + gaps).joined()
  }

  private func webhook(_ webhook: WebhookPlan) -> String {
    let sign = "  \(label(of: webhook.action))  "
    let name = escaped(webhook.name)
    let lines = webhook.action == .delete ? [] : webhook.changes.flatMap { change($0, of: webhook) }
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

  private func change(_ change: Change, of webhook: WebhookPlan) -> [String] {
    switch change {
    case .name(let before, let after): return pair("name", before, after)
    case .url(let before, let after): return pair("url", before, after)
    case .enabled(let before, let after):
      // A new webhook is enabled unless the file says otherwise; saying so each time would be noise.
      if webhook.action == .create, after == true { return [] }
      return pair("enabled", before.map(String.init), after.map(String.init))
    case .events(let before, let after): return events(before ?? [], after ?? [])
    case .secret(_, let after):
      return [
        FieldLine.text(
          "secret", "\(webhook.secret == .changed ? "changed" : "set") from \(escaped(after ?? ""))")
      ]
    }
  }

  private func pair(_ field: String, _ before: String?, _ after: String?) -> [String] {
    [FieldLine.text(field, [before, after].compactMap { $0 }.map(escaped(_:)).joined(separator: " → "))]
  }

  private func events(_ before: [EventType], _ after: [EventType]) -> [String] {
    let old = Set(before)
    let new = Set(after)
    let lines =
      after.filter { !old.contains($0) }.map { style.green("+ \(escaped($0.rawValue))") }
      + before.filter { !new.contains($0) }.map { style.red("- \(escaped($0.rawValue))") }
    return lines.enumerated().map { FieldLine.text($0.offset == 0 ? "events" : "", $0.element) }
  }

  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged. 3 calls; 12 requests made, …`
  private func summary(_ plan: Plan, statistics: RequestStatistics) -> String {
    let calls = plan.hasChanges ? "\(counted("call", plan.steps.count)); " : ""
    return plan.verdict.text(style: style) + " \(calls)\(statistics.text)"
  }

  private func escaped(_ text: String) -> String { TerminalText.escaped(text) }
}
