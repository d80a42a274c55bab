import AppStoreConnect
import Diagnostics
import Planning

package struct ListReport: Report {
  private let apps: [LiveApp]
  private let findings: Findings

  package init(_ apps: [LiveApp], _ findings: Findings) { (self.apps, self.findings) = (apps, findings) }

  package func text(for reader: Reader) -> String? {
    ListText(style: reader.style, width: reader.width).render(apps)
  }

  package var document: JSONObject? {
    let document: JSONObject = ["apps": apps.map(\.document)]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? {
    MarkdownReport(
      verdict: ListText.tally(apps).markdown, lists: findings.lists,
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

extension LiveApp {
  fileprivate var document: JSONObject {
    let webhooks = sorted.map { webhook -> JSONObject in
      [
        "webhookId": webhook.id, "name": webhook.name, "url": webhook.shownURL,
        "events": webhook.events.map(\.rawValue), "enabled": webhook.enabled,
      ]
    }
    let error: String? = if case .failure(let failure) = self.webhooks { failure.summary } else { nil }
    let document: JSONObject = [
      "bundleId": facts.bundleId, "appId": facts.id, "name": facts.name,
      "webhooks": error == nil ? webhooks : nil,
    ]
    return document.adding(["error": error])
  }
}

struct ListText {
  let style: Style
  let width: Int?

  func render(_ apps: [LiveApp]) -> String {
    let rows = apps.flatMap { app in app.sorted.map { row($0, of: app) } }
    let table = Table(
      columns: [
        .init("App", minimum: 20), .init("Name", minimum: 12), .init("URL", minimum: 16),
        .init("Events", minimum: 7), .init("Enabled"), .init("ID", minimum: 8),
      ], rows: rows)
    let body = rows.isEmpty ? "" : table.render(width: width, style: style) + "\n"
    return body + Self.tally(apps).text(style: .plain) + "\n"
  }

  private func row(_ webhook: LiveWebhook, of app: LiveApp) -> [Table.Cell] {
    [
      .init(app.title), .init(webhook.name), .init(webhook.shownURL), .init(Self.summary(of: webhook.events)),
      webhook.enabled ? "yes" : .init("no") { [style] in style.yellow($0) }, .init(webhook.id),
    ]
  }

  /// One event type by its name, several by their number: their names would fill the screen.
  static func summary(of events: [EventType]) -> String {
    if Set(EventType.known).isSubset(of: events) { return "all \(events.count)" }
    return events.count == 1 ? events[0].rawValue : counted("type", events.count)
  }

  /// `12 webhooks in 5 apps, 1 without any.`
  static func tally(_ apps: [LiveApp]) -> Verdict {
    let webhooks = apps.reduce(0) { $0 + $1.sorted.count }
    let unread = apps.count { $0.failure != nil }
    let empty = apps.count { (try? $0.webhooks.get())?.isEmpty == true }
    var text = " in \(counted("app", apps.count - unread))"
    if empty > 0, webhooks > 0 { text += ", \(grouped(empty)) without any" }
    if unread > 0 { text += "; \(counted("app", unread)) could not be read" }
    return Verdict(title: counted("webhook", webhooks), tally: text.dropFirst() + ".")
  }
}
