import DesiredState
import Diagnostics
import Planning

enum DriftMarkdown {
  static func report(_ report: DriftReport, _ findings: Findings) -> MarkdownReport {
    MarkdownReport(
      verdict: report.verdict.markdown, lists: findings.lists,
      sections: report.apps.compactMap(section(of:)) + PlanMarkdown.forgotten(report.forgotten))
  }

  private static func section(of app: AppDrift) -> MarkdownReport.Section? {
    guard app.hasDrift else { return nil }
    var ofApp = app.isGone ? [row("**gone**", "", [app.goneExplanation], at: app.location)] : []
    if let explanation = app.renamedExplanation {
      ofApp.append(row("**renamed**", "", [explanation], at: nil))
    }
    if app.isMissed { ofApp.append(row("**not covered**", "", [AppDrift.missedExplanation], at: nil)) }
    let rows = app.differences.map { webhook in
      row(
        webhook.verdict, Markdown.code(webhook.name),
        [webhook.kind == .changed ? nil : webhook.url, webhook.explanation(in: app)].compactMap { $0 },
        fields: webhook.fields.map(\.field.rawValue), at: webhook.location)
    }
    let standing =
      switch app.standing {
      case .listed: app.isByDefaults ? AppFacts.byDefaults : ""
      case .left: ", no longer in the file"
      case .unlisted: ", not in the file"
      }
    return MarkdownReport.Section(
      heading: app.facts.markdownHeading(app.title) + standing,
      header: ["Difference", "Webhook", "What", "In the file"], rows: ofApp + rows,
      details: .init(
        summary: "Details (<code>-</code> in the file, <code>+</code> in App Store Connect)",
        blocks: app.differences.map(block(of:))))
  }

  private static func row(
    _ verdict: String, _ name: String, _ remarks: [String], fields: [String] = [], at location: SourceRange?
  ) -> [String] {
    let what = (fields.isEmpty ? [] : [fields.joined(separator: ", ")]) + remarks.map { Markdown.code($0) }
    let place = location.map { Markdown.code(DiagnosticMarkdown.place($0)) } ?? ""
    return [verdict, name, what.joined(separator: "<br>"), place]
  }

  private static func block(of webhook: WebhookDrift) -> [String] {
    [DiffLines.head(webhook.verdict, webhook.name, at: webhook.location)]
      + webhook.changes.flatMap { change in
        change.field == .secret
          ? [DiffLines.note(change, webhook.words(onSecret: change))] : DiffLines.change(change)
      }
  }
}
