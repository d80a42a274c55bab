import Planning
import Platform

/// What `apply` asks before it makes a plan's calls: how many of which kind, and where.
package struct ConfirmationQuestion {
  package let plan: Plan
  package let target: String

  package init(plan: Plan, target: String) { (self.plan, self.target) = (plan, target) }

  /// `Make these 5 calls (2 creates, 2 modifies, 1 delete) on 3 apps at api.appstoreconnect.apple.com?`
  package func text(style: Style) -> String {
    let count = plan.steps.count
    let forgotten = plan.forgotten.map(\.title)
    let toForget = forgotten.count == 1 ? TerminalText.escaped(forgotten[0]) : counted("app", forgotten.count)
    guard count > 0 else { return "Forget \(toForget)? The webhooks stay." }
    let kinds = [WebhookPlan.Action.create, .modify, .delete].compactMap { part($0, style) }
    let apps = plan.apps.filter { !$0.steps.isEmpty }
    let scope = apps.count == 1 ? TerminalText.escaped(apps[0].title) : counted("app", apps.count)
    return "Make \(count == 1 ? "this" : "these \(grouped(count))") \(count == 1 ? "call" : "calls")"
      + " (\(kinds.joined(separator: ", "))) on \(scope) \(TerminalText.escaped(target))"
      + (forgotten.isEmpty ? "?" : ", and forget \(toForget)?")
  }

  private func part(_ action: WebhookPlan.Action, _ style: Style) -> String? {
    let count = plan.steps.count { $0.action == action }
    guard count > 0 else { return nil }
    switch action {
    case .create: return style.green(counted("create", count))
    case .modify: return style.yellow(counted("modify", count, plural: "modifies"))
    case .delete, .unchanged, .unmanaged: return style.red(counted("delete", count))
    }
  }
}
