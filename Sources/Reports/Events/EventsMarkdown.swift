import Events

/// The event types for a page or a comment.
package enum EventsMarkdown {
  /// All of them, a table a group.
  package static func report(_ events: [EventDescription]) -> MarkdownReport {
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

  /// One of them, with its payload.
  package static func report(of event: EventDescription) -> MarkdownReport {
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
