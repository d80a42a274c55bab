import AppStoreConnect
import Planning

/// Shows people the live webhooks of apps: a table that fits the terminal, and a tally.
package struct ListText {
  package let style: Style
  /// The terminal's columns; `nil` for no limit.
  package let width: Int?

  package init(style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// The table and the tally.
  package func render(_ apps: [LiveApp]) -> String {
    let rows = apps.flatMap { app in
      app.sorted.map { row($0, of: app) }
    }
    let table = Table(
      columns: [
        .init("App", minimum: 20), .init("Name", minimum: 12), .init("URL", minimum: 16),
        .init("Events", minimum: 7), .init("Enabled"), .init("ID", minimum: 8),
      ], rows: rows)
    let body = rows.isEmpty ? "" : table.render(width: width, style: style) + "\n"
    return body + Self.tally(apps).text(style: .plain) + "\n"
  }

  private func row(_ webhook: LiveWebhook, of app: LiveApp) -> [Table.Cell] {
    let style = style
    let enabled =
      webhook.enabled ? Table.Cell("yes") : Table.Cell("no") { style.yellow($0) }
    return [
      Table.Cell(app.title), Table.Cell(webhook.name), Table.Cell(webhook.shownURL),
      Table.Cell(Self.summary(of: webhook.events)), enabled, Table.Cell(webhook.id),
    ]
  }

  /// One event type by its name, several by their number: their names would fill the screen.
  package static func summary(of events: [EventType]) -> String {
    if Set(EventType.known).isSubset(of: events) { return "all \(events.count)" }
    return events.count == 1 ? events[0].rawValue : counted("type", events.count)
  }

  /// `12 webhooks in 5 apps, 1 without any.`
  package static func tally(_ apps: [LiveApp]) -> Verdict {
    let webhooks = apps.reduce(0) { $0 + $1.sorted.count }
    let unread = apps.count { $0.failure != nil }
    let empty = apps.count { (try? $0.webhooks.get())?.isEmpty == true }
    var text = " in \(counted("app", apps.count - unread))"
    if empty > 0, webhooks > 0 { text += ", \(grouped(empty)) without any" }
    if unread > 0 { text += "; \(counted("app", unread)) could not be read" }
    return Verdict(title: counted("webhook", webhooks), tally: text.dropFirst() + ".")
  }
}
