import DesiredState
import Diagnostics
import Planning

struct DriftMarkdown {
  let report: DriftReport
  /// Whether every app is shown by itself.
  var isVerbose = false

  func report(_ findings: Findings) -> MarkdownReport {
    let blocks = FleetBlocks(report, isGrouped: !isVerbose)
    let shared = blocks.shared.map { block in
      (isMissing: block.changes.contains { $0.webhook.kind == .missing }, section: section(of: block, blocks))
    }
    var markdown = MarkdownReport(verdict: report.verdict(findings).markdown, lists: findings.lists)
    markdown.sections =
      overview(blocks) + gone + renamed + shared.filter(\.isMissing).map(\.section)
      + zip(report.apps, blocks.own).compactMap(section(of:_:))
      + shared.filter { !$0.isMissing }.map(\.section) + missed + PlanMarkdown.forgotten(report.forgotten)
    markdown.details = details(of: blocks)
    return markdown
  }

  // MARK: Tables

  private func section(of app: AppDrift, _ differences: [ShownDrift]) -> MarkdownReport.Section? {
    guard !differences.isEmpty else { return nil }
    return section(app.facts.markdownHeading(app.title) + standing(of: [app]), differences, isShared: false)
  }

  private func section(
    of block: FleetBlocks<ShownDrift>.Shared, _ blocks: FleetBlocks<ShownDrift>
  ) -> MarkdownReport.Section {
    let titles = { (apps: [Int]) in apps.map { report.apps[$0].title } }
    let title = ChangeTable.title(of: block.apps.count, block.changes.map(\.webhook.name))
    let heading = title + standing(of: block.apps.map { report.apps[$0] })
    var section = section(heading, block.changes, isShared: true)
    section.apps = ChangeTable.apps(titles(block.apps), besides: titles(blocks.shared.last?.apps ?? []))
    return section
  }

  private func standing(of apps: [AppDrift]) -> String {
    switch apps[0].standing {
    case .listed: AppFacts.byDefaults(apps.count(where: \.isByDefaults), of: apps.count)
    case .left: ", no longer in the file"
    case .unlisted: ", not in the file"
    }
  }

  private func section(
    _ heading: String, _ differences: [ShownDrift], isShared: Bool
  ) -> MarkdownReport.Section {
    MarkdownReport.Section(
      heading: heading, header: ["Difference", "Webhook", "What", "In the file", "Why"],
      rows: differences.map { difference in
        let webhook = difference.webhook
        let changes = webhook.changes.filter { webhook.kind == .changed || $0.field == .url }
        return [
          webhook.verdict, Markdown.name(webhook.name), ChangeTable.cell(changes, isShared: isShared),
          ChangeTable.place(webhook.location), ChangeTable.why(difference.explanation),
        ]
      }
    ).compact
  }

  private func overview(_ blocks: FleetBlocks<ShownDrift>) -> [MarkdownReport.Section] {
    ChangeTable.overview(
      blocks, WebhookDrift.Kind.allCases.map { kind in (kind.rawValue, { $0.webhook.kind == kind }) },
      app: { report.apps[$0].facts.markdownHeading(report.apps[$0].title) }, name: \.webhook.name)
  }

  /// Apps that the API key doesn't see.
  private var gone: [MarkdownReport.Section] {
    let apps = report.apps.filter(\.isGone)
    guard !apps.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("app", apps.count)) gone", noun: .init("app"),
        header: ["App", "In the file", "Why"],
        rows: apps.map { app in
          [
            app.facts.markdownHeading(app.title) + standing(of: [app]), ChangeTable.place(app.location),
            ChangeTable.why(AppDrift.goneExplanation([app])),
          ]
        }
      ).compact
    ]
  }

  /// Apps whose new bundle IDs no rule matches.
  private var renamed: [MarkdownReport.Section] {
    let apps = report.apps.filter { $0.renamedFrom != nil }
    guard !apps.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("app", apps.count)) renamed", noun: .init("app"), header: ["App", "Why"],
        rows: apps.map {
          [$0.facts.markdownHeading($0.title), ChangeTable.why($0.renamedExplanation)]
        })
    ]
  }

  /// Apps without webhooks that nothing covers.
  private var missed: [MarkdownReport.Section] {
    let apps = report.apps.filter(\.isMissed)
    guard !apps.isEmpty else { return [] }
    return [
      MarkdownReport.Section(
        heading: "\(counted("app", apps.count)) not covered: \(AppDrift.missedExplanation)",
        noun: .init("app"),
        header: ["App"], rows: apps.map { [$0.facts.markdownHeading($0.title)] })
    ]
  }

  // MARK: Details

  private func details(of blocks: FleetBlocks<ShownDrift>) -> MarkdownReport.Details {
    let own = zip(report.apps, blocks.own).map { app, differences in Self.blocks(app.title, differences) }
    let shared = blocks.shared.map { block in
      Self.blocks(counted("app", block.apps.count), block.changes)
    }
    return .init(
      summary: "All details (<code>-</code> in the file, <code>+</code> in App Store Connect)",
      blocks: (own + shared).flatMap { $0 })
  }

  private static func blocks(_ apps: String, _ differences: [ShownDrift]) -> [[String]] {
    differences.map(\.webhook).map { webhook in
      [DiffLines.head(apps, webhook.verdict, webhook.name, at: webhook.location)]
        + webhook.changes.flatMap { change in
          change.field == .secret
            ? [DiffLines.note(change, webhook.words(onSecret: change))] : DiffLines.change(change)
        }
    }
  }
}
