import Platform

/// Rows in columns for people, aligned by the width that a terminal gives each character.
///
/// On a narrow terminal, the table uses short forms first, then drops dispensable columns, then cuts cells, then puts
/// rows under headings, and at last gives each row a block of lines.
package struct Table {
  struct Column: Sendable {
    package var title: String
    package var isRightAligned = false
    /// The least width the column is cut to; `nil` if it is never cut.
    package var minimum: Int?
    /// The same for rows under headings; `nil` if `minimum` holds there, too.
    var minimumUnderHeading: Int?
    var room = Room.needed
    var cut: @Sendable (_ text: String, _ width: Int) -> String = { Table.cut($0, to: $1) }

    package init(
      _ title: String, isRightAligned: Bool = false, minimum: Int? = nil, room: Room = .needed
    ) {
      (self.title, self.isRightAligned, self.minimum, self.room) = (title, isRightAligned, minimum, room)
    }

    /// When the column is shown.
    enum Room: Sendable {
      case needed
      /// If others only have to be cut for it.
      case ifOthersCanBeCut
      /// If nothing has to be cut for it.
      case ifNothingIsCut
      /// Under a heading, on a line of its own if it has any text.
      case ownLine
    }
  }

  /// The content of a cell: foreign text as it is, and the style for it once it is escaped and cut.
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    package var text: String
    /// Replaces the text if the table is too wide.
    var short: String?
    package var style: @Sendable (String) -> String = { $0 }

    package init(
      _ text: String, short: String? = nil, style: @escaping @Sendable (String) -> String = { $0 }
    ) {
      (self.text, self.short, self.style) = (text, short, style)
    }

    package init(stringLiteral text: String) { self.init(text) }
  }

  var columns: [Column]
  var rows: [[Cell]]
  /// The columns that become headings for rows with the same values if the table is too wide.
  var headings: [Int] = []

  static let gap = 2

  /// The table, each line with its line feed.
  ///
  /// - Parameter width: the terminal's columns; `nil` for no limit.
  package func render(width: Int?, style: Style) -> String {
    let sheet = Sheet(self, style)
    guard let width else { return sheet.flat(sheet.natural(Array(columns.indices))) }
    if let layout = sheet.layout(Array(columns.indices), width: width) { return sheet.flat(layout) }
    let others = columns.indices.filter { !headings.contains($0) && columns[$0].room != .ownLine }
    if !headings.isEmpty, let layout = sheet.layout(others, width: width - Self.gap, isUnderHeading: true) {
      return sheet.grouped(layout, width: width)
    }
    return sheet.blocks()
  }

  /// Text no wider than so many columns; `…` marks what is cut.
  package static func cut(_ text: String, to width: Int) -> String {
    guard TerminalText.width(of: text) > width else { return text }
    return prefix(text, width: width - 1) + "…"
  }

  static func prefix(_ text: some Sequence<Character>, width: Int) -> String {
    var shown = ""
    var used = 0
    for character in text {
      used += TerminalText.width(of: String(character))
      guard used <= width else { break }
      shown.append(character)
    }
    return shown
  }

  /// As much of a URL as fits: `https://` goes first; then the host and the end stay.
  static func cutURL(_ url: String, to width: Int) -> String {
    guard TerminalText.width(of: url) > width else { return url }
    let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url[...]
    guard TerminalText.width(of: String(rest)) > width else { return String(rest) }
    let start = rest.firstRange(of: "://")?.upperBound ?? rest.startIndex
    var host = rest[..<(rest[start...].firstIndex { "/?#".contains($0) } ?? rest.endIndex)]
    var path = String(rest[host.endIndex...])
    // The usual port says nothing.
    if start == rest.startIndex, host.hasSuffix(":443") { host = host.dropLast(4) }
    var room = width - TerminalText.width(of: String(host))
    // If a host is too long, its end tells most.
    let pathWidth = TerminalText.width(of: path)
    let shownHost = room >= min(pathWidth, 5) ? String(host) : end(host, width - min(pathWidth, 7))
    room = width - TerminalText.width(of: shownHost)
    if pathWidth > room { path = "/" + end(path[...], room - 1) }
    return shownHost + path
  }

  private static func end(_ text: Substring, _ width: Int) -> String {
    "…" + String(prefix(text.reversed(), width: width - 1).reversed())
  }
}
