import CommandLine
import Diagnostics
import Events
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All event types, or everything about one of them.
package struct EventsReport: Report {
  private let events: [EventDescription]
  private let isPage: Bool
  private let errors: [Diagnostic]

  package init(_ events: [EventDescription], errors: [Diagnostic] = []) {
    (self.events, isPage, self.errors) = (events, false, errors)
  }

  package init(of event: EventDescription) { (events, isPage, errors) = ([event], true, []) }

  package func text(for reader: Reader) -> String? {
    let text = EventsText(style: reader.style, width: reader.width)
    return isPage ? text.page(of: events[0]) : text.list(events)
  }

  package var document: JSONObject? {
    ["formatVersion": "1", "events": events.map(\.document), "errors": errors.map(\.document)]
  }

  package var markdown: MarkdownReport? { isPage ? page(of: events[0]) : list }
  package var summary: MarkdownReport? { nil }

  private var list: MarkdownReport {
    MarkdownReport(
      verdict: Verdict(title: counted("event type", events.count), tally: "of App Store Connect.").markdown,
      sections: EventGroup.allCases.map { group in
        MarkdownReport.Section(
          heading: group.rawValue, noun: .init("event type"),
          header: ["Event type", "What has happened", "Read more"],
          rows: events.filter { $0.group == group }.map { event in
            [Markdown.code(event.type), event.summary, event.call.map { Markdown.code($0) } ?? ""]
          })
      })
  }

  private func page(of event: EventDescription) -> MarkdownReport {
    MarkdownReport(
      verdict: Verdict(title: event.type, tally: event.summary).markdown,
      sections: [
        MarkdownReport.Section(
          heading: event.group.rawValue, noun: .init("row"), header: ["Carries", ""],
          rows: event.carries.map { carried in
            [carried.names.map { Markdown.code($0) }.joined(separator: ", "), carried.says]
          } + (event.call.map { [["read more", Markdown.code($0)]] } ?? []),
          details: .init(
            summary: "Payload", language: "json",
            blocks: [event.payload.split(separator: "\n").map(String.init)]))
      ])
  }
}

extension EventDescription {
  fileprivate var document: JSONObject {
    [
      "type": type, "group": group.rawValue, "summary": summary, "carries": carries.flatMap(\.names),
      "resource": resource, "call": call,
      "payload": try? JSONDecoder().decode(JSONValue.self, fromBytes: Array(payload.utf8)),
    ]
  }
}

struct EventsText {
  let style: Style
  let width: Int?

  private var columns: Int { min(width ?? 100, 100) }

  func list(_ events: [EventDescription]) -> String {
    let groups = EventGroup.allCases.compactMap { group -> String? in
      let entries = events.filter { $0.group == group }.map { event in
        "  \(event.type)\n" + paragraph(event.summary, indent: 6)
      }
      return entries.isEmpty ? nil : style.bold(group.rawValue) + "\n" + entries.joined()
    }
    return groups.joined(separator: "\n") + "\n"
      + paragraph("'storehooks events TYPE' shows what an event carries, and a sample.", indent: 0)
  }

  func page(of event: EventDescription) -> String {
    let rows = event.carries.map { (term: $0.names.joined(separator: ", "), text: $0.says) }
    let column = min((rows.map { $0.term.count }.max() ?? 0) + 4, columns / 2)
    var text = "\(style.bold(event.type))  (\(event.group.rawValue))\n" + paragraph(event.summary, indent: 0)
    text += "\n" + style.bold("Carries") + "\n"
    text += TextWrapping.table(rows, indent: 2, column: column, width: columns).map { $0 + "\n" }.joined()
    if let call = event.call { text += "\n" + style.bold("Read more") + "\n  \(call)\n" }
    return text + "\n" + style.bold("Payload") + "\n" + event.payload
  }

  private func paragraph(_ text: String, indent: Int) -> String {
    TextWrapping.lines(text, width: columns - indent).map {
      String(repeating: " ", count: indent) + $0 + "\n"
    }
    .joined()
  }
}
