import AppStoreConnect
import Diagnostics
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct DeliveriesText {
  let style: Style
  var width: Int?
  /// Whether the summary has a chart; on a terminal only.
  var hasTimeline = false
  var zone = LocalTime.Zone.system

  func render(_ listing: DeliveryListing, _ statistics: RequestStatistics) -> String {
    var sections: [String] = []
    if !listing.rows.isEmpty { sections.append(table(listing)) }
    if listing.showsPayloads, !listing.rows.isEmpty { sections.append(payloads(listing)) }
    if !listing.lists.isEmpty { sections.append(summary(listing)) }
    sections.append(verdict(listing).text(style: style) + " \(statistics.text)\n")
    return sections.joined(separator: "\n")
  }

  private func table(_ listing: DeliveryListing) -> String {
    let columns: [Table.Column] = [
      .init("TIME"), .init("APP", minimum: 10), .init("WEBHOOK", minimum: 8), .init("EVENT", minimum: 8),
      .init("STATE"), .init("STATUS", isRightAligned: true), .init("TOOK", isRightAligned: true),
      .init("ERROR", minimum: 8), .init("ID"),
    ]
    let rows = listing.rows.map { row -> [Table.Cell] in
      let delivery = row.delivery
      return [
        .init(time(delivery.createdDate)), .init(row.webhook.appTitle), .init(row.webhook.name),
        .init(delivery.eventTitle),
        .init(delivery.state?.rawValue ?? "") { [style] text in delivery.styled(text, style) },
        .init(delivery.httpStatus.map(String.init) ?? ""),
        .init(delivery.duration.map { "\(HumanDuration($0))" } ?? ""),
        .init(Wording.short(delivery.errorMessage ?? "", to: PingText.answerLimit)), .init(delivery.id),
      ]
    }
    // A column that has nothing to say would cost narrow terminals the table.
    let shown = columns.indices.filter { column in
      columns[column].title != "ERROR" || rows.contains { !$0[column].text.isEmpty }
    }
    return Table(columns: shown.map { columns[$0] }, rows: rows.map { row in shown.map { row[$0] } })
      .render(width: width, style: style)
  }

  private func payloads(_ listing: DeliveryListing) -> String {
    listing.rows.map { row in
      let payload = row.delivery.payload.map { TerminalText.escaped($0) } ?? style.dim("no payload")
      return style.bold(TerminalText.escaped("\(row.delivery.id)  \(row.delivery.eventTitle)")) + "\n  "
        + payload + "\n"
    }.joined()
  }

  private func summary(_ listing: DeliveryListing) -> String {
    var columns: [Table.Column] = [
      .init("APP", minimum: 12), .init("WEBHOOK", minimum: 12), .init("DELIVERIES", isRightAligned: true),
      .init("SUCCEEDED", isRightAligned: true), .init("LAST SUCCESS"), .init("LONGEST OUTAGE", minimum: 14),
    ]
    if hasTimeline { columns.append(.init("OVER TIME")) }
    let end = listing.end
    let rows = listing.lists.map { list -> [Table.Cell] in
      let summary = DeliverySummary(list.read, now: end)
      var cells: [Table.Cell] = [
        .init(list.webhook.appTitle), .init(list.webhook.name), .init(grouped(list.read.count)),
        .init(summary.successRate.map(Self.percent) ?? ""), .init(time(summary.lastSuccess)),
        .init(summary.longestOutage.map { Self.outage($0, until: end) } ?? ""),
      ]
      if hasTimeline {
        let timeline = DeliverySummary.timeline(
          list.read, from: listing.window.since, to: end, parts: Sparkline.width)
        let plain = Sparkline.render(timeline, style: .plain)
        cells.append(.init(plain) { [style] _ in Sparkline.render(timeline, style: style) })
      }
      return cells
    }
    return Table(columns: columns, rows: rows).render(width: width, style: style)
  }

  func verdict(_ listing: DeliveryListing) -> Verdict {
    let since = "since \(time(listing.window.since))"
    let until = listing.window.until.map { " until \(time($0))" } ?? ""
    guard listing.available > 0 else {
      return Verdict(
        title: listing.failedOnly ? "No failed deliveries" : "No deliveries", tally: "\(since)\(until).")
    }
    let failed = listing.rows.count { $0.delivery.state == .failed }
    let count =
      listing.rows.count == listing.available
      ? counted("delivery", listing.available, plural: "deliveries")
      : "the newest \(grouped(listing.rows.count)) of "
        + counted("delivery", listing.available, plural: "deliveries")
    return Verdict(title: "Deliveries:", tally: "\(count) \(since)\(until), \(grouped(failed)) failed.")
  }

  private func time(_ date: Date?) -> String {
    date.map { LocalTime(date: $0, zone: zone).description } ?? ""
  }

  /// Cut, not rounded: 99.9 % must not look like all.
  static func percent(_ rate: Double) -> String { "\(Int(rate * 100)) %" }

  /// `2 h 5 min, 3 failures`, and whether it lasts.
  static func outage(_ outage: DeliverySummary.Outage, until end: Date) -> String {
    let length = (outage.end ?? end).timeIntervalSince(outage.start)
    let duration = HumanDuration(.milliseconds(Int64(max(length, 0) * 1_000)))
    let text = "\(duration), \(counted("failure", outage.failures))"
    return outage.end == nil ? text + ", no success since" : text
  }
}

extension DeliveryRecord {
  /// What was delivered: the event type as Apple has it, or that it was a test.
  var eventTitle: String {
    let title = eventType?.rawValue ?? (isPing ? "test event" : "unknown event")
    return isRedelivery ? title + " (again)" : title
  }

  /// A text in the color of the state.
  func styled(_ text: String, _ style: Style) -> String {
    switch state {
    case .succeeded?: style.green(text)
    case .failed?: style.red(text)
    default: style.yellow(text)
    }
  }
}

/// How deliveries went over time, in one line of a terminal: the higher a bar, the more of them succeeded.
enum Sparkline {
  static let width = 24
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// One character for each part of the timeline: a dot where nothing was delivered, the lowest bar where
  /// all failed, the highest where all succeeded.
  static func render(_ timeline: [(succeeded: Int, failed: Int)], style: Style) -> String {
    timeline.map { part in
      let total = part.succeeded + part.failed
      guard total > 0 else { return style.dim("·") }
      if part.failed == 0 { return style.green(String(bars[bars.count - 1])) }
      if part.succeeded == 0 { return style.red(String(bars[0])) }
      // Neither none nor all: never the lowest nor the highest.
      let level = 1 + part.succeeded * (bars.count - 2) / total
      return style.yellow(String(bars[min(level, bars.count - 2)]))
    }.joined()
  }
}
