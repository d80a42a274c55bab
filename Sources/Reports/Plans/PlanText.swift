import AppStoreConnect
import DesiredState
import Planning

/// Shows a plan to people.
///
/// An app's webhooks are in the order of their calls. Text from a file or from Apple is escaped, so that a name can't
/// drive the terminal.
struct PlanText {
  let style: Style
  var width: Int?
  /// Whether every app is shown by itself, including what doesn't change.
  var isVerbose = false

  func render(_ plan: Plan, statistics: RequestStatistics) -> String {
    let blocks = FleetBlocks(plan, isGrouped: !isVerbose) { isVerbose || $0.action != .unchanged }
    let shared = blocks.shared.map { block in
      (isNew: block.changes.contains { $0.action == .create }, text: several(block, in: plan))
    }
    var parts = shared.filter(\.isNew).map(\.text)
    parts += zip(plan.apps, blocks.own).map(app(_:_:))
    parts += shared.filter { !$0.isNew }.map(\.text)
    parts += plan.forgotten.texts(lines, isGrouped: !isVerbose)
    parts += plan.alike().map(failure(_:))
    var text = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    if !text.isEmpty { text += "\n" }
    return text + summary(plan, statistics: statistics) + "\n"
  }

  private var lines: WebhookLines { WebhookLines(style: style, width: width) }

  private func app(_ app: AppPlan, _ webhooks: [WebhookPlan]) -> String {
    guard !webhooks.isEmpty else { return "" }
    let gaps = app.gaps.map { lines.head("! gap", style.red, to: 8, $0.summary, nil) }
    return app.heading(style: style) + "\n" + (webhooks.map { webhook($0) } + gaps).joined()
  }

  /// Why apps could not be planned, on one line.
  private func failure(_ apps: [AppPlan]) -> String {
    apps[0].failure?.line(apps[0].heading(style: style), of: apps.map(\.title), style: style) ?? ""
  }

  private func several(_ block: FleetBlocks<WebhookPlan>.Shared, in plan: Plan) -> String {
    let apps = block.apps.map { plan.apps[$0] }
    let byDefaults = apps.count { $0.coveredBy == .defaults }
    return lines.heading(apps.count) + AppFacts.byDefaults(byDefaults, of: apps.count) + "\n"
      + block.changes.map { webhook($0, isShared: true) }.joined()
      + lines.members(apps.map(\.title), isWhole: block.changes.contains { $0.action == .delete })
  }

  private func webhook(_ webhook: WebhookPlan, isShared: Bool = false) -> String {
    let (label, paint) = label(of: webhook.action)
    let remark = WebhookLines.remark(webhook.reason, at: webhook.isChange ? webhook.location : nil)
    let fields = FieldLines(style: style, isShared: isShared)
    let shown = webhook.action == .delete ? [] : webhook.changes
    return lines.head(label, paint, webhook.name, remark)
      + shown.flatMap { fields.planned($0, of: webhook) }.joined()
  }

  private func label(of action: WebhookPlan.Action) -> (String, (String) -> String) {
    switch action {
    case .create: ("+ create", style.green)
    case .modify: ("~ modify", style.yellow)
    case .delete: ("- delete", style.red)
    case .unchanged: ("= unchanged", { $0 })
    case .unmanaged: (". unmanaged", style.dim)
    }
  }

  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged. 3 calls; 12 requests made, …`
  private func summary(_ plan: Plan, statistics: RequestStatistics) -> String {
    let calls = plan.hasCalls ? "\(counted("call", plan.steps.count)); " : ""
    return plan.verdict.text(style: style) + " \(calls)\(statistics.text)"
  }
}

extension [RecordedApp] {
  /// Lines on apps that were handed over, each named.
  func texts(_ lines: WebhookLines, isGrouped: Bool) -> [String] {
    let isGrouped = isGrouped && count > 2
    return (isGrouped ? [self] : map { [$0] }).map { apps in
      let heading =
        isGrouped ? lines.heading(apps.count) : apps[0].facts.heading(apps[0].title, style: lines.style)
      return heading + "\n  \(lines.style.yellow("x forget"))  \(apps.handedOver)\n"
        + (isGrouped ? lines.members(apps.map(\.title), isWhole: true) : "")
    }
  }

  fileprivate var handedOver: String {
    let webhooks = reduce(0) { $0 + $1.webhooks.count }
    let staying = webhooks == 1 ? "webhook stays" : "\(grouped(webhooks)) webhooks stay"
    return "no longer managed" + (webhooks == 0 ? "" : "; \(count == 1 ? "its" : "their") \(staying)")
  }
}

extension RecordedApp {
  var handedOver: String { [self].handedOver }
}

extension Plan {
  private var toForget: String { forgotten.isEmpty ? "" : " \(counted("app", forgotten.count)) to forget." }

  private var unread: UnreadApps { UnreadApps(apps.map(\.failure)) }

  /// `2 of 40 apps unread`
  var failedWords: String? { unread.words }

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
    let failed = failedWords.map { "\($0). " }
    let title = failed == nil ? nil : "Plan failed:"
    guard hasChanges else {
      if let failed, unread.isAll {
        return Verdict(title: "Plan failed:", tally: failed.dropLast() + skipped)
      }
      return Verdict(
        title: title ?? "No changes.",
        tally: "\(failed ?? "")\(failed == nil ? "" : "No changes otherwise: ")\(rest).\(skipped)")
    }
    return Verdict(
      title: title ?? "Plan:",
      tally: "\(failed ?? "")\(grouped(count[.create])) to create, \(grouped(count[.modify])) to modify,"
        + " \(grouped(count[.delete])) to delete; \(rest).\(toForget)\(skipped)")
  }
}
