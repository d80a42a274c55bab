import AppStoreConnect
import Events
import Planning
import Reconciler

extension FleetPage {
  // MARK: Apps and event types

  /// Who hears what: a row for each app, a column for each event type, and the receivers' letters in each cell.
  var coverage: String {
    let places = Dictionary(zip(fleet.receivers.map(\.host), 0...)) { first, _ in first }
    let head = columns.map { type in
      "<th scope=\"col\" data-sort=\"rank\"><span>\(Markup.name(Self.label(of: type)))</span></th>"
    }
    let rows = fleet.apps.map { row($0, places) }
    return section(
      "coverage", "Who hears what",
      """
      <p>A letter is a receiver, by the table below. <span class="m">A B</span> several hear it, \
      <span class="o">A</span> one does, <span class="f">A off</span> only a disabled webhook would, \
      <span class="n">–</span> nobody does.</p>
      <div class="wide" role="region" aria-labelledby="h-coverage" tabindex="0">
      <table id="apps">
      <thead>\(groupRow)<tr><th scope="col" data-sort="text"><span>App</span></th>\(head.joined())</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </div>

      """)
  }

  /// The families of event types, each a group of columns.
  private var groupRow: String {
    let names = columns.map {
      EventCatalogue.description(of: $0.rawValue)?.group.rawValue ?? "Other"
    }
    var spans: [(name: String, count: Int)] = []
    for name in names {
      if spans.last?.name == name { spans[spans.count - 1].count += 1 } else { spans.append((name, 1)) }
    }
    let cells = spans.map { "<th scope=\"colgroup\" colspan=\"\($0.count)\">\($0.name)</th>" }
    return "<tr class=\"groups\"><td></td>\(cells.joined())</tr>"
  }

  private func row(_ app: FleetApp, _ places: [String: Int]) -> String {
    let name = app.facts.name.map { $0 == app.facts.title ? "" : " <small>\(Markup.name($0))</small>" } ?? ""
    let remark = app.standing?.remark.map { " <small>(\($0))</small>" } ?? ""
    let title = Markup.name(app.facts.title) + name + remark
    guard app.failure == nil else {
      return "<tr><th scope=\"row\">\(title)</th>"
        + "<td class=\"u\" colspan=\"\(columns.count)\">could not be read</td></tr>\n"
    }
    let webhooks = app.webhooks.map { webhook in
      let target = showsURLs ? webhook.shownURL : webhook.host
      return
        "<li>\(Markup.name(webhook.name)) → \(Self.letters(places[webhook.host] ?? 0)) \(Markup.name(target))"
        + "\(webhook.enabled ? "" : " (disabled)")</li>"
    }
    let head =
      webhooks.isEmpty
      ? title : "<details><summary>\(title)</summary><ul>\(webhooks.joined())</ul></details>"
    let cells = columns.map { cell(app.listeners(for: $0), places) }
    return "<tr><th scope=\"row\">\(head)</th>\(cells.joined())</tr>\n"
  }

  private func cell(_ webhooks: [LiveWebhook], _ places: [String: Int]) -> String {
    let enabled = webhooks.filter(\.enabled)
    guard !webhooks.isEmpty else { return "<td class=\"n\">–</td>" }
    let shown = enabled.isEmpty ? webhooks : enabled
    let hosts = Dictionary(grouping: shown, by: \.host).map { host, webhooks in
      (host: host, place: places[host] ?? 0, count: webhooks.count)
    }.sorted { $0.place < $1.place }
    let text = hosts.map { Self.letters($0.place) + ($0.count > 1 ? "×\($0.count)" : "") }
    let kind = enabled.isEmpty ? "f" : enabled.count > 1 ? "m" : "o"
    let title = Markup.text(hosts.map(\.host).joined(separator: ", "))
    return "<td class=\"\(kind)\" title=\"\(title)\">\(text.joined(separator: " "))"
      + "\(enabled.isEmpty ? " off" : "")</td>"
  }

  /// A, B, … Z, AA, AB, …
  static func letters(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    return index < 26 ? last : letters(index / 26 - 1) + last
  }

  /// `build upload state`, no longer than a column allows; the page lists the full names at its end.
  private static func label(of type: EventType) -> String {
    guard type.isKnown else { return type.rawValue }
    var words = type.rawValue.split(separator: "_").map { $0.lowercased() }
    if let last = words.last, ["updated", "created"].contains(last), words.count > 1 { words.removeLast() }
    return words.joined(separator: " ")
  }

  // MARK: Receivers

  var receivers: String {
    guard !fleet.receivers.isEmpty else { return "" }
    let titles = ["Apps", "Webhooks", "Delivered", "Failed", "Rate"]
    let head = titles.map { "<th scope=\"col\" data-sort=\"number\"><span>\($0)</span></th>" }.joined()
    let rows = fleet.receivers.enumerated().map { index, receiver in
      let cells = receiver.figures.map { "<td>\($0)</td>" }.joined()
      return "<tr><td>\(Self.letters(index))</td><th scope=\"row\">\(Markup.name(receiver.host))</th>\(cells)"
        + "<td>\(Self.bars(receiver))</td></tr>\n"
    }
    return section(
      "receivers", "Receivers",
      """
      <div class="wide" role="region" aria-labelledby="h-receivers" tabindex="0">
      <table id="hosts">
      <thead><tr><th scope="col"></th><th scope="col" data-sort="text"><span>Host</span></th>\(head)\
      <th scope="col">Last ten days</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </div>

      """)
  }

  /// A bar for each day, as high as the number of deliveries, with failed ones on top.
  private static func bars(_ receiver: Receiver) -> String {
    let most = receiver.days.map { $0.succeeded + $0.failed }.max() ?? 0
    guard most > 0 else { return receiver.unread == receiver.webhooks ? "not read" : "no deliveries" }
    // Anything above zero is visible.
    func height(_ count: Int) -> Int { count == 0 ? 0 : max(2, count * barHeight / most) }
    var good = ""
    var bad = ""
    for (index, day) in receiver.days.enumerated() {
      let (x, failed) = (index * 8, min(height(day.failed), barHeight))
      let succeeded = min(height(day.succeeded), barHeight - failed)
      if succeeded > 0 { good += "M\(x) \(barHeight)v-\(succeeded)h6v\(succeeded)z" }
      if failed > 0 { bad += "M\(x) \(barHeight - succeeded)v-\(failed)h6v\(failed)z" }
    }
    let days = receiver.days.map {
      $0.failed == 0 ? "\($0.succeeded)" : "\($0.succeeded) and \($0.failed) failed"
    }
    return
      "<svg width=\"78\" height=\"\(barHeight)\" role=\"img\"><title>Delivered by day, the oldest first: "
      + "\(days.joined(separator: ", "))</title><path class=\"g\" d=\"\(good)\"/><path class=\"b\" d=\"\(bad)\"/></svg>"
  }

  private static let barHeight = 24
}
