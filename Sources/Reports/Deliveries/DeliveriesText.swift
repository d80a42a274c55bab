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
  /// Whether the summary has a chart, which takes a terminal.
  var hasTimeline = false
  var zone = LocalTime.Zone.system

  /// - Parameter listsAll: whether webhooks without deliveries are listed, too.
  func render(_ listing: DeliveryListing, _ findings: Findings, listsAll: Bool = false) -> String {
    var sections: [String] = []
    if !listing.rows.isEmpty { sections.append(table(listing)) }
    if listing.showsPayloads, !listing.rows.isEmpty { sections.append(payloads(listing)) }
    let lists = listsAll ? listing.lists : listing.busy
    if !lists.isEmpty { sections.append(summary(lists, of: listing)) }
    sections.append(
      verdict(listing).behind(findings.unread, of: "Reading").text(style: style)
        + " \(findings.statistics.text)\n")
    return sections.joined(separator: "\n")
  }

  private func table(_ listing: DeliveryListing) -> String {
    let columns: [Table.Column] = [
      .init("TIME"), .init("APP"), .init("WEBHOOK", minimum: 12), Self.event,
      .init("STATE"), .init("STATUS", isRightAligned: true),
      .init("TOOK", isRightAligned: true, room: .ifNothingIsCut), .init("ERROR", minimum: 12, room: .ownLine),
      .init("ID", room: .ifNothingIsCut),
    ]
    let rows = listing.rows.map { row -> [Table.Cell] in
      let delivery = row.delivery
      return [
        timeCell(delivery.createdDate), .init(row.webhook.appTitle), .init(row.webhook.name),
        .init(delivery.eventTitle),
        .init(delivery.state?.rawValue ?? "") { [style] text in delivery.styled(text, style) },
        .init(delivery.httpStatus.map(String.init) ?? ""),
        .init(delivery.duration.map { "\(HumanDuration($0))" } ?? ""),
        .init(Wording.short(delivery.errorMessage ?? "", to: PingText.answerLimit)),
        .init(delivery.id, short: Table.cut(delivery.id, to: Self.shortID)),
      ]
    }
    // Empty columns would take room from others on narrow terminals.
    let shown = columns.indices.filter { column in
      switch columns[column].title {
      case "ERROR": rows.contains { !$0[column].text.isEmpty }
      case "STATE": !listing.failedOnly
      default: true
      }
    }
    return Table(
      columns: shown.map { columns[$0] }, rows: rows.map { row in shown.map { row[$0] } }, headings: [1, 2]
    ).render(width: width, style: style)
  }

  /// Event types differ at their ends.
  static let event: Table.Column = {
    var column = Table.Column("EVENT")
    column.minimumUnderHeading = 26
    return column
  }()

  /// Enough of an ID to find it again in a list.
  static let shortID = 9

  private func payloads(_ listing: DeliveryListing) -> String {
    listing.rows.map { row in
      let payload = row.delivery.payload.map { TerminalText.escaped($0) } ?? style.dim("no payload")
      return style.bold(TerminalText.escaped("\(row.delivery.id)  \(row.delivery.eventTitle)")) + "\n  "
        + payload + "\n"
    }.joined()
  }

  private func summary(_ lists: [WebhookDeliveries], of listing: DeliveryListing) -> String {
    var columns: [Table.Column] = [
      .init("APP"), .init("WEBHOOK", minimum: 12), .init("DELIVERIES", isRightAligned: true),
      .init("SUCCEEDED", isRightAligned: true), .init("LAST SUCCESS", room: .ifOthersCanBeCut),
      .init("LONGEST OUTAGE", minimum: 14),
    ]
    if hasTimeline { columns.append(.init("OVER TIME")) }
    let parts = Sparkline.width(in: width)
    let (start, end) = (listing.window.since, listing.end)
    let rows = lists.map { list -> [Table.Cell] in
      let summary = DeliverySummary(list.read, now: end)
      var cells: [Table.Cell] = [
        .init(list.webhook.appTitle), .init(list.webhook.name), .init(grouped(list.read.count)),
        .init(summary.successRate.map(Self.percent) ?? ""), timeCell(summary.lastSuccess),
        summary.longestOutage.map {
          .init(Self.outage($0, until: end), short: Self.shortOutage($0, until: end))
        } ?? "",
      ]
      if hasTimeline {
        let timeline = DeliverySummary.timeline(list.read, from: start, to: end, parts: parts)
        let outages = summary.partsOfOutages(from: start, to: end, parts: parts)
        let plain = Sparkline.render(timeline, outages: outages, style: .plain)
        cells.append(
          .init(plain) { [style] _ in Sparkline.render(timeline, outages: outages, style: style) })
      }
      return cells
    }
    let table = Table(columns: columns, rows: rows, headings: [0]).render(width: width, style: style)
    guard hasTimeline else { return table }
    let part = HumanDuration(.milliseconds(Int64(end.timeIntervalSince(start) * 1_000) / Int64(parts)))
    return table
      + style.dim("Each mark is \(part): █ all arrived, ▁ none, ─ none since a failure, · nothing sent")
      + "\n"
  }

  func verdict(_ listing: DeliveryListing) -> Verdict {
    let since = "since \(time(listing.window.since))"
    let until = listing.window.until.map { " until \(time($0))" } ?? ""
    let noun = listing.failedOnly ? "failed delivery" : "delivery"
    let plural = listing.failedOnly ? "failed deliveries" : "deliveries"
    guard listing.available > 0 else {
      return Verdict(
        title: "No \(plural)", tally: "\(since)\(until) to \(counted("webhook", listing.lists.count)).")
    }
    let failed = listing.rows.count { $0.delivery.state == .failed }
    let all = counted(noun, listing.available, plural: plural)
    let count =
      listing.rows.count == listing.available ? all : "the newest \(grouped(listing.rows.count)) of \(all)"
    let busy = listing.busy.count
    let rest = listing.lists.count - busy
    let others = rest == 0 ? "" : "; \(counted("webhook", rest)) had none"
    return Verdict(
      title: "Deliveries:",
      tally: "\(count) to \(counted("webhook", busy)) \(since)\(until)"
        + (listing.failedOnly ? "" : ", \(grouped(failed)) failed") + "\(others).")
  }

  private func time(_ date: Date?) -> String {
    date.map { LocalTime(date: $0, zone: zone).description } ?? ""
  }

  private func timeCell(_ date: Date?) -> Table.Cell {
    .init(time(date), short: date.map { LocalTime(date: $0, zone: zone).short })
  }

  /// Cut, not rounded: 99.9 % mustn't look like all.
  static func percent(_ rate: Double) -> String { "\(Int(rate * 100)) %" }

  /// `2 h 5 min, 3 failures`, and whether it still lasts.
  static func outage(_ outage: DeliverySummary.Outage, until end: Date) -> String {
    let text = "\(length(of: outage, until: end)), \(counted("failure", outage.failures))"
    return outage.end == nil ? text + ", no success since" : text
  }

  private static func shortOutage(_ outage: DeliverySummary.Outage, until end: Date) -> String {
    "\(length(of: outage, until: end))" + (outage.end == nil ? ", goes on" : "")
  }

  private static func length(of outage: DeliverySummary.Outage, until end: Date) -> HumanDuration {
    HumanDuration(.milliseconds(Int64(max((outage.end ?? end).timeIntervalSince(outage.start), 0) * 1_000)))
  }
}

extension DeliveryRecord {
  /// The event type as Apple names it, or that it was a test.
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
