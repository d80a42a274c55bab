import AppStoreConnect
import CommandLine
import Planning
import Platform
import Reconciler

struct ListText {
  let style: Style
  let width: Int?
  var showsIDs = false

  /// A URL is never cut below its host, unless that is longer than this, and a little of its end.
  private static let usualHost = 35
  private static let endOfURL = 10

  func render(_ list: WebhookList) -> String {
    table(list) + empty(list) + Self.tally(list).text(style: .plain) + "\n"
  }

  private func table(_ list: WebhookList) -> String {
    let rows = list.apps.flatMap { app in app.webhooks.map { (app: app, webhook: $0) } }
    guard !rows.isEmpty else { return "" }
    let host = rows.map { TerminalText.width(of: TerminalText.escaped($0.webhook.host)) }.max() ?? 0
    var url = Table.Column("URL", minimum: min(host, Self.usualHost) + Self.endOfURL)
    url.cut = Table.cutURL
    var columns: [Table.Column] = [
      .init("APP"), .init("NOTE"), .init("WEBHOOK", minimum: 12), url,
      .init("EVENTS", minimum: max(8, 16 - max(0, host - 26))), .init("ENABLED"),
      .init("ID", minimum: 8),
    ]
    var cells = rows.map { row($0.webhook, of: $0.app) }
    // An empty column of notes would take room from URLs.
    let hasNotes = rows.contains { $0.app.remark != nil }
    let left = Set((hasNotes ? [] : [1]) + (showsIDs ? [] : [columns.count - 1]))
    let kept = columns.indices.filter { !left.contains($0) }
    columns = kept.map { columns[$0] }
    cells = cells.map { row in kept.map { row[$0] } }
    return Table(columns: columns, rows: cells, headings: hasNotes ? [0, 1] : [0])
      .render(width: width, style: style) + "\n"
  }

  private func row(_ webhook: LiveWebhook, of app: WebhookList.App) -> [Table.Cell] {
    let url = webhook.shownURL
    return [
      .init(app.title), .init(app.remark ?? ""), .init(webhook.name),
      .init(url, short: url.hasPrefix("https://") ? String(url.dropFirst(8)) : url),
      .init(Self.summary(of: webhook.events)),
      webhook.enabled ? "yes" : .init("no") { [style] in style.yellow($0) }, .init(webhook.id),
    ]
  }

  /// The names of apps without webhooks. Those that needn't have any are only counted.
  private func empty(_ list: WebhookList) -> String {
    let named = list.empty.filter { $0.standing != .ignored }
    let ignored = list.empty.count - named.count
    guard !list.empty.isEmpty, list.totalApps > 1 else { return "" }
    let names = named.map { TerminalText.escaped($0.title) + ($0.remark.map { " (\($0))" } ?? "") }
    let rest = ignored == 0 ? [] : ["\(counted("app", ignored)) under policy.ignoreApps"]
    let text = "Without webhooks: " + (names + rest).joined(separator: ", ")
    return TextWrapping.lines(text, width: width ?? .max).map { $0 + "\n" }.joined() + "\n"
  }

  /// One event type by name, several by number: their names would fill the screen.
  static func summary(of events: [EventType]) -> String {
    if Set(EventType.known).isSubset(of: events) { return "all \(events.count)" }
    return events.count == 1 ? events[0].rawValue : counted("type", events.count)
  }

  /// `12 webhooks in 5 apps, 1 without any.`, or `2 of 12 webhooks in 1 of 5 apps.`
  static func tally(_ list: WebhookList) -> Verdict {
    var unread = UnreadApps(list.apps.map(\.failure))
    unread.total = list.totalApps + unread.unread
    let shown = list.apps.reduce(0) { $0 + $1.webhooks.count }
    let apps = counted("app", list.totalApps)
    guard !list.isFiltered else {
      return Verdict(
        title: "\(grouped(shown)) of \(counted("webhook", list.total))",
        tally: "in \(grouped(list.apps.count - unread.unread)) of \(apps)."
      ).behind(unread, of: "List")
    }
    let empty = list.empty.count
    let without = empty > 0 && shown > 0 ? ", \(grouped(empty)) without any" : ""
    return Verdict(title: counted("webhook", shown), tally: "in \(apps)\(without).")
      .behind(unread, of: "List")
  }
}
