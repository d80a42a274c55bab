import CommandLine
import Events

/// Shows people the event types: all of them in their groups, or one with all that there is to know.
package struct EventsText {
  let style: Style
  /// The terminal's columns; `nil` for no limit.
  let width: Int?

  private var columns: Int { min(width ?? 100, 100) }

  package init(style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// All of them in their groups.
  package func list(_ events: [EventDescription]) -> String {
    let groups = EventGroup.allCases.compactMap { group -> String? in
      let entries = events.filter { $0.group == group }.map { event in
        "  \(event.type)\n" + paragraph(event.summary, indent: 6)
      }
      return entries.isEmpty ? nil : style.bold(group.rawValue) + "\n" + entries.joined()
    }
    return groups.joined(separator: "\n") + "\n"
      + paragraph("'storehooks events TYPE' shows what an event carries, and a sample.", indent: 0)
  }

  /// One, with all that there is to know.
  package func page(of event: EventDescription) -> String {
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
