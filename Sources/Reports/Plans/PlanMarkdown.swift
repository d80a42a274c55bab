import DesiredState
import Diagnostics
import Planning

/// A plan, for the comment of a pull request.
struct PlanMarkdown {
  let plan: Plan
  /// Whether every app is shown by itself.
  var isVerbose = false

  /// How many names an item of the list of deletes has.
  private static let namesInItem = 100

  private var blocks: FleetBlocks<WebhookPlan> {
    FleetBlocks(plan, isGrouped: !isVerbose) { $0.isChange }
  }

  func report(errors: [Diagnostic]) -> MarkdownReport {
    var verdict = plan.verdict
    if plan.hasCalls { verdict.tally += " \(counted("call", plan.steps.count))." }
    let blocks = blocks
    var report = MarkdownReport(
      verdict: verdict.markdown, lists: lists(errors, deletes: "Deletes"),
      sections: sections(of: blocks) + Self.forgotten(plan.forgotten) + unmanaged)
    report.details = details
    return report
  }

  func refusal(errors: [Diagnostic]) -> MarkdownReport {
    var report = report(errors: errors)
    report.verdict = "**Nothing was changed.**" + (plan.apps.isEmpty ? "" : " " + report.verdict)
    return report
  }

  // MARK: Lists

  /// - Parameter deletes: the title of the list of deleted webhooks.
  func lists(_ errors: [Diagnostic], deletes: String) -> [MarkdownReport.List] {
    let gaps = plan.apps.flatMap { app in
      app.gaps.map { Markdown.code(app.title) + ": " + Markdown.code($0.summary, limit: 1_000) }
    }
    return [MarkdownReport.List(title: deletes, noun: .init("delete"), items: self.deletes)]
      + DiagnosticMarkdown.lists(errors + plan.warnings)
      + [
        MarkdownReport.List(title: "Events that go undelivered for a while", noun: .init("gap"), items: gaps),
        MarkdownReport.List(
          title: "Notes", noun: .init("note"), items: plan.notes.map { Markdown.code($0, limit: 1_000) }),
      ]
  }

  /// Every deleted webhook, with every app; those with the same name share an item.
  private var deletes: [String] {
    struct Kind: Hashable {
      var name: String
      var reason: String?
    }
    var found: [(kind: Kind, webhooks: [(app: String, url: String)])] = []
    var places: [Kind: Int] = [:]
    for app in plan.apps {
      for webhook in app.webhooks where webhook.action == .delete {
        let kind = Kind(name: webhook.name, reason: webhook.reason)
        let url = webhook.changes.first { $0.field == .url }?.before?.text ?? ""
        if let place = places[kind] {
          found[place].webhooks.append((app.title, url))
        } else {
          places[kind] = found.count
          found.append((kind, [(app.title, url)]))
        }
      }
    }
    return found.flatMap { kind, webhooks in
      let url = common(webhooks.map(\.url)).map { $0.isEmpty ? "" : " (\(Markdown.code($0)))" } ?? ""
      let why = kind.reason.map { ": \(Markdown.code($0, limit: 400))" } ?? ""
      return stride(from: 0, to: webhooks.count, by: Self.namesInItem).map { start in
        let apps = webhooks[start...].prefix(Self.namesInItem).map(\.app)
        return "\(Markdown.name(kind.name))\(url) of \(ChangeTable.names(apps))\(why)"
      }
    }
  }

  // MARK: Tables

  private func sections(of blocks: FleetBlocks<WebhookPlan>) -> [MarkdownReport.Section] {
    // The list of deletes already has everything about webhooks that are only deleted.
    let shared = blocks.shared.filter { $0.changes.contains { $0.action != .delete } }.map { block in
      (isNew: block.changes.contains { $0.action == .create }, section: section(of: block, blocks))
    }
    let own = zip(plan.apps, blocks.own).compactMap { app, webhooks in
      webhooks.isEmpty
        ? nil : Self.section(heading: app.markdownHeading, webhooks, isShared: false)
    }
    return overview(blocks) + shared.filter(\.isNew).map(\.section) + own
      + shared.filter { !$0.isNew }.map(\.section)
  }

  private func section(
    of block: FleetBlocks<WebhookPlan>.Shared, _ blocks: FleetBlocks<WebhookPlan>
  ) -> MarkdownReport.Section {
    let titles = { (apps: [Int]) in apps.map { plan.apps[$0].title } }
    var section = Self.section(heading: heading(of: block), block.changes, isShared: true)
    section.apps = ChangeTable.apps(titles(block.apps), besides: titles(blocks.shared.last?.apps ?? []))
    return section
  }

  private func heading(of block: FleetBlocks<WebhookPlan>.Shared) -> String {
    let apps = block.apps.map { plan.apps[$0] }
    let byDefaults = apps.count { $0.coveredBy == .defaults }
    return ChangeTable.title(of: apps.count, block.changes.map(\.name))
      + AppFacts.byDefaults(byDefaults, of: apps.count)
  }

  private static func section(
    heading: String, _ webhooks: [WebhookPlan], isShared: Bool
  ) -> MarkdownReport.Section {
    MarkdownReport.Section(
      heading: heading, header: ["Action", "Webhook", "What", "In the file", "Why"],
      rows: webhooks.map { webhook in
        [
          webhook.action == .delete ? "**delete**" : webhook.action.rawValue, Markdown.name(webhook.name),
          what(webhook, isShared), ChangeTable.place(webhook.location), ChangeTable.why(webhook.reason),
        ]
      }
    ).compact
  }

  /// Where a new or deleted webhook delivers to, or what changes.
  private static func what(_ webhook: WebhookPlan, _ isShared: Bool) -> String {
    let isShown = { (change: FieldChange) in
      webhook.action == .modify || change.field == .url
        || (change.field == .enabled && change.after == .flag(false))
    }
    return ChangeTable.cell(webhook.changes.filter(isShown), isShared: isShared)
  }

  /// How many webhooks are created, modified and deleted in which apps.
  private func overview(_ blocks: FleetBlocks<WebhookPlan>) -> [MarkdownReport.Section] {
    ChangeTable.overview(
      blocks,
      [("+", .create), ("~", .modify), ("−", .delete)].map { title, action in (title, { $0.action == action })
      },
      app: { plan.apps[$0].markdownHeading }, name: \.name)
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

  private var unmanaged: [MarkdownReport.Section] {
    let blocks = FleetBlocks(plan, isGrouped: !isVerbose) { $0.action == .unmanaged }
    let row = { (app: String, webhook: WebhookPlan) in
      [app, Markdown.name(webhook.name), ChangeTable.why(webhook.reason)]
    }
    let shared = blocks.shared.flatMap { block in
      block.changes.map { row(ChangeTable.names(block.apps.map { plan.apps[$0].title }), $0) }
    }
    let own = zip(plan.apps, blocks.own).flatMap { app, webhooks in
      webhooks.map { row(Markdown.code(app.title), $0) }
    }
    guard !own.isEmpty || !shared.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("webhook", plan.summary[.unmanaged])) left alone",
        noun: .init("unmanaged webhook"),
        header: ["App", "Webhook", "Why"], rows: own + shared, isFolded: true)
    ]
  }

  // MARK: Details

  var details: MarkdownReport.Details {
    let blocks = blocks
    let shared = blocks.shared.map { block in
      Self.blocks(counted("app", block.apps.count), block.changes)
    }
    let own = zip(plan.apps, blocks.own).map { app, webhooks in Self.blocks(app.title, webhooks) }
    return .init(summary: "All details", blocks: (own + shared).flatMap { $0 })
  }

  private static func blocks(_ apps: String, _ webhooks: [WebhookPlan]) -> [[String]] {
    webhooks.map { webhook in
      [DiffLines.head(apps, webhook.action.rawValue, webhook.name, at: webhook.location)]
        + webhook.changes.flatMap { change in
          change.field == .secret
            ? DiffLines.change(.secret(before: nil, after: change.after.map { "set from \($0.text)" }))
            : DiffLines.change(change)
        }
    }
  }
}
