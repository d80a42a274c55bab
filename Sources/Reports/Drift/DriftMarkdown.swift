import Diagnostics
import Planning

/// How App Store Connect differs from the file, for an issue or the summary of a nightly job.
package enum DriftMarkdown {
  package static func report(_ report: DriftReport, errors: [Diagnostic], warnings: [Diagnostic])
    -> MarkdownReport
  {
    MarkdownReport(
      verdict: report.verdict.markdown, lists: DiagnosticMarkdown.lists(errors + warnings),
      sections: report.apps.compactMap(section(of:)))
  }

  private static func section(of app: AppDrift) -> MarkdownReport.Section? {
    guard app.hasDrift else { return nil }
    let gone = app.isGone ? [row("**gone**", "", [app.goneExplanation], at: app.location)] : []
    let rows = app.differences.map { webhook in
      row(
        webhook.verdict, Markdown.code(webhook.name),
        [webhook.kind == .changed ? nil : webhook.url, webhook.explanation(in: app)].compactMap { $0 },
        fields: webhook.fields.map(\.name), at: webhook.location)
    }
    let standing =
      switch app.standing {
      case .listed: ""
      case .left: ", no longer in the file"
      case .unlisted: ", not in the file"
      }
    return MarkdownReport.Section(
      heading: app.facts.markdownHeading(app.title) + standing,
      header: ["Difference", "Webhook", "What", "In the file"], rows: gone + rows,
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
    [DiffLines.head(webhook.verdict, webhook.name, at: webhook.location)] + lines(of: webhook)
  }

  private static func lines(of webhook: WebhookDrift) -> [String] {
    switch webhook.kind {
    case .changed: webhook.fields.flatMap(lines(of:))
    case .missing: DiffLines.pair("url", webhook.url, nil) + DiffLines.events(webhook.events, [])
    case .additional:
      DiffLines.pair("url", nil, webhook.url) + DiffLines.events([], webhook.events)
        + DiffLines.pair("enabled", nil, webhook.enabled ? nil : "false")
    }
  }

  private static func lines(of field: WebhookDrift.Field) -> [String] {
    switch field {
    case .name(let live, let file): DiffLines.pair("name", file, live)
    case .url(let live, let file): DiffLines.pair("url", file, live)
    case .events(let live, let file): DiffLines.events(file, live)
    case .enabled(let live, let file): DiffLines.pair("enabled", String(file), String(live))
    case .secret(let source, let doubt):
      [DiffLines.note("secret", WebhookDrift.Field.words(on: source, doubt: doubt))]
    }
  }
}

extension WebhookDrift.Field {
  /// The field's name, the same in every format.
  package var name: String {
    switch self {
    case .name: "name"
    case .url: "url"
    case .events: "events"
    case .enabled: "enabled"
    case .secret: "secret"
    }
  }
}
