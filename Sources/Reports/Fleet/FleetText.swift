import AppStoreConnect
import CommandLine
import Platform
import Reconciler

/// A fleet on a terminal: first what deserves attention, then the receivers.
struct FleetText {
  let fleet: FleetReport
  let showsURLs: Bool
  let reader: Reader

  func render(_ statistics: RequestStatistics) -> String {
    let sections = [attention, receivers, unread].filter { !$0.isEmpty }
    return (sections + [fleet.verdict.text(style: reader.style) + " \(statistics.text)\n"])
      .joined(separator: "\n")
  }

  private var attention: String {
    var kind: Attention.Kind?
    return AttentionGroup.groups(of: fleet.attention, showsURLs: showsURLs).map { group in
      let head =
        group.kind == kind ? "" : (kind == nil ? "" : "\n") + reader.style.bold(group.kind.title) + "\n"
      kind = group.kind
      guard !group.subjects.isEmpty else { return head + lines(group.message, margin: 2) }
      return head + lines(named(group.subjects), margin: 2) + lines(group.message, margin: 4)
    }.joined()
  }

  private var receivers: String {
    guard !fleet.receivers.isEmpty else { return "" }
    let columns: [Table.Column] =
      [.init("RECEIVER", minimum: 12)]
      + ["APPS", "WEBHOOKS", "DELIVERED", "FAILED", "RATE"].map { .init($0, isRightAligned: true) }
      + (reader.isTerminal ? [.init("TEN DAYS")] : [])
    let rows = fleet.receivers.map { receiver -> [Table.Cell] in
      let cells = ([receiver.host] + receiver.figures).map { Table.Cell($0) }
      guard reader.isTerminal else { return cells }
      let days = receiver.days.map { ($0.succeeded, $0.failed) }
      return cells + [
        .init(Sparkline.render(days, style: .plain)) { [style = reader.style] _ in
          Sparkline.render(days, style: style)
        }
      ]
    }
    return Table(columns: columns, rows: rows).render(width: reader.width, style: reader.style)
  }

  private var unread: String {
    guard !fleet.unread.isEmpty else { return "" }
    let apps = fleet.unreadByApp
    let lists = apps.prefix(10).map { app, webhooks in lines("\(app): \(named(webhooks))", margin: 2) }
    let rest = apps.count > 10 ? "  and \(counted("app", apps.count - 10)) more\n" : ""
    return reader.style.bold("Deliveries that weren't read") + "\n" + lists.joined() + rest
  }

  /// A text in lines that fit.
  private func lines(_ text: String, margin: Int) -> String {
    let text = TerminalText.escaped(text)
    let lines = reader.width.map { TextWrapping.lines(text, width: max($0 - margin, 20)) } ?? [text]
    return lines.map { String(repeating: " ", count: margin) + $0 + "\n" }.joined()
  }
}
