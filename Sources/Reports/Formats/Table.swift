import Platform

/// Rows in columns for people: aligned by the width that a terminal gives each character.
///
/// A terminal that is too narrow gets short forms first, then a table without what can be missed, then cut cells; then
/// rows under headings, and in the end a block of lines for each row.
package struct Table {
  struct Column: Sendable {
    package var title: String
    package var isRightAligned = false
    /// The width that it is never cut below; `nil` for a column that is never cut.
    package var minimum: Int?
    /// The same for rows under headings; `nil` for what holds elsewhere.
    var minimumUnderHeading: Int?
    var room = Room.needed
    var cut: @Sendable (_ text: String, _ width: Int) -> String = { Table.cut($0, to: $1) }

    package init(
      _ title: String, isRightAligned: Bool = false, minimum: Int? = nil, room: Room = .needed
    ) {
      (self.title, self.isRightAligned, self.minimum, self.room) = (title, isRightAligned, minimum, room)
    }

    /// When it gets room.
    enum Room: Sendable {
      case needed
      /// If others need only be cut for it.
      case ifOthersCanBeCut
      /// If nothing has to be cut for it.
      case ifNothingIsCut
      /// Under a heading, a line of its own if there is something in it.
      case ownLine
    }
  }

  /// What one cell holds: foreign text as it is, and how it is shown once it is escaped and cut.
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    package var text: String
    /// What stands for it if the table is too wide.
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
  /// The columns that become headings of the rows that have the same there, if the table is too wide.
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

  /// Text that is no wider than so many columns; what is cut off is told by `…`.
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

  /// As much of a URL as fits: without `https://` first, then its host and its end.
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
    // Of a host that is too long, its end tells most.
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
