import Events

/// The event types, or one of them with all that there is to know.
package struct EventsReport: Report {
  private let events: [EventDescription]
  private let isPage: Bool

  package init(_ events: [EventDescription]) { (self.events, isPage) = (events, false) }

  package init(of event: EventDescription) { (events, isPage) = ([event], true) }

  package func text(for reader: Reader) -> String? {
    let text = EventsText(style: reader.style, width: reader.width)
    return isPage ? text.page(of: events[0]) : text.list(events)
  }

  package var document: (any Encodable)? { EventsDocument(events) }

  package var markdown: MarkdownReport? {
    isPage ? EventsMarkdown.report(of: events[0]) : EventsMarkdown.report(events)
  }

  package var summary: MarkdownReport? { nil }
}
