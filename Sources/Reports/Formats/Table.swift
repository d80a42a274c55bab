import Platform

/// Rows in columns for people: aligned by the width that a terminal gives each character, and cut with `…`
/// where the terminal is too narrow for all of it.
package struct Table {
  struct Column: Sendable {
    package var title: String
    package var isRightAligned = false
    /// The width that it is never cut below; `nil` for a column that is never cut.
    package var minimum: Int?

    package init(_ title: String, isRightAligned: Bool = false, minimum: Int? = nil) {
      (self.title, self.isRightAligned, self.minimum) = (title, isRightAligned, minimum)
    }
  }

  /// What one cell holds: foreign text as it is, and how it is shown once it is escaped and cut.
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    package var text: String
    package var style: @Sendable (String) -> String = { $0 }

    package init(_ text: String, style: @escaping @Sendable (String) -> String = { $0 }) {
      self.text = text
      self.style = style
    }

    package init(stringLiteral text: String) { self.init(text) }
  }

  var columns: [Column]
  var rows: [[Cell]]

  private static let gap = 2

  /// The table, each line with its line feed.
  ///
  /// Where even the cut columns are wider than the terminal, each row becomes a block of lines with a
  /// heading each: nothing is lost, and nothing wraps in the middle of a column.
  ///
  /// - Parameter width: the terminal's columns; `nil` for no limit.
  package func render(width: Int?, style: Style) -> String {
    let texts = rows.map { $0.map { TerminalText.escaped($0.text) } }
    var widths = columns.indices.map { index in
      max(
        TerminalText.width(of: columns[index].title),
        texts.map { TerminalText.width(of: $0[index]) }.max() ?? 0)
    }
    if let width, !fit(&widths, into: width) { return blocks(texts, style: style) }
    let head = line(columns.map(\.title), widths, columns.map { _ in style.bold })
    return head + zip(texts, rows).map { line($0, widths, $1.map(\.style)) }.joined()
  }

  /// Narrows the widest columns that may be cut until the table fits; false where it can't.
  private func fit(_ widths: inout [Int], into width: Int) -> Bool {
    var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1) - width
    while excess > 0 {
      let slack = { [widths] (index: Int) in columns[index].minimum.map { widths[index] - $0 } ?? 0 }
      let candidates = columns.indices.filter { slack($0) > 0 }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return false }
      widths[widest] -= 1
      excess -= 1
    }
    return true
  }

  private func line(_ texts: [String], _ widths: [Int], _ styles: [(String) -> String]) -> String {
    var line = ""
    for (index, text) in texts.enumerated() {
      let shown = Self.cut(text, to: widths[index])
      let padding = String(repeating: " ", count: max(0, widths[index] - TerminalText.width(of: shown)))
      let cell = styles[index](shown)
      let isLast = index == texts.count - 1
      line += columns[index].isRightAligned ? padding + cell : cell + (isLast ? "" : padding)
      if !isLast { line += String(repeating: " ", count: Self.gap) }
    }
    return line + "\n"
  }

  private func blocks(_ texts: [[String]], style: Style) -> String {
    let width = columns.map { TerminalText.width(of: $0.title) }.max() ?? 0
    return zip(texts, rows).map { texts, row in
      columns.indices.map { index in
        let title = columns[index].title
        let padding = String(repeating: " ", count: width - TerminalText.width(of: title) + Self.gap)
        return style.bold(title) + padding + row[index].style(texts[index]) + "\n"
      }.joined()
    }.joined(separator: "\n")
  }

  /// Text that is no wider than so many columns; what is cut off is told by `…`.
  package static func cut(_ text: String, to width: Int) -> String {
    guard TerminalText.width(of: text) > width else { return text }
    var shown = ""
    var used = 1
    for character in text {
      let columns = TerminalText.width(of: String(character))
      guard used + columns <= width else { break }
      used += columns
      shown.append(character)
    }
    return shown + "…"
  }
}
