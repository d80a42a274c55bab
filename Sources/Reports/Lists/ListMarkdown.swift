import Diagnostics
import Planning

/// The live webhooks, app by app.
package enum ListMarkdown {
  package static func report(_ apps: [LiveApp], errors: [Diagnostic]) -> MarkdownReport {
    MarkdownReport(
      verdict: ListText.tally(apps).markdown, lists: DiagnosticMarkdown.lists(errors),
      sections: apps.compactMap { app in
        let webhooks = app.sorted
        guard !webhooks.isEmpty else { return nil }
        return MarkdownReport.Section(
          heading: app.facts.markdownHeading(app.title),
          header: ["Webhook", "URL", "Events", "Enabled", "ID"],
          rows: webhooks.map { webhook in
            [
              Markdown.code(webhook.name), Markdown.code(webhook.shownURL, limit: 400),
              Markdown.code(ListText.summary(of: webhook.events)), webhook.enabled ? "yes" : "**no**",
              Markdown.code(webhook.id),
            ]
          })
      })
  }
}
