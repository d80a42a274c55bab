import Platform

/// One line of a file as it is shown below a diagnostic, and the line with the caret below that.
struct Excerpt {
  /// Lines wider than this many columns are cut around the caret, unless a terminal says how wide it is.
  static let widest = 160
  /// How wide a tab is at most. The caret's line repeats the tabs above it, so their width needn't be known.
  private static let widestTab = 8

  /// The columns of the terminal.
  private let width: Int

  /// Escaped for the terminal.
  private(set) var line = ""
  /// Blanks, or tabs below tabs, up to the caret.
  private(set) var indent = ""
  /// `^~~~`.
  private(set) var marker = ""

  private struct Cell {
    var text: String
    var width: Int
    var isTab: Bool
    var isBlank: Bool
    /// Of the character's first Unicode scalar, counted from the caret's.
    var place: Int
    var scalars: Int
  }

  init?(_ range: SourceRange, in table: inout LineTable, width: Int? = nil) {
    self.width = max(width ?? Self.widest, 20)
    guard let line = table.line(Int(range.start.line)), let caret = table.offset(of: range.start) else {
      return nil
    }
    // However long the line is, only what may be shown of it is decoded: four bytes a column at most, and
    // as much again for combining marks.
    let reach = 8 * self.width
    let start = Self.boundary(max(line.lowerBound, caret - reach), in: table.bytes, upTo: caret)
    let end = Self.boundary(min(line.upperBound, caret + reach), in: table.bytes, upTo: line.upperBound)
    let before = String(decoding: table.bytes[start..<caret], as: UTF8.self).unicodeScalars.count
    let cells = Self.cells(of: String(decoding: table.bytes[start..<end], as: UTF8.self), before: before)
    let shown = window(of: cells)
    let isCutLeft = shown.lowerBound > 0 || start > line.lowerBound
    let isCutRight = shown.upperBound < cells.count || end < line.upperBound

    let isOneLine = range.end.line == range.start.line
    let length = isOneLine ? Int(range.end.column) - Int(range.start.column) : Int.max
    draw(cells[shown], length: length, isCutLeft: isCutLeft, isCutRight: isCutRight)
  }

  private mutating func draw(_ cells: ArraySlice<Cell>, length: Int, isCutLeft: Bool, isCutRight: Bool) {
    if isCutLeft {
      line += "…"
      indent += " "
    }
    // The underlining of a range over several lines ends after the last visible character.
    let lastVisible = cells.last { !$0.isBlank }?.place ?? 0
    for cell in cells {
      line += cell.text
      if cell.place + cell.scalars <= 0 {
        indent += cell.isTab ? "\t" : String(repeating: " ", count: cell.width)
      } else if marker.isEmpty {
        marker = "^" + String(repeating: "~", count: cell.isTab ? 0 : max(0, cell.width - 1))
      } else if cell.place < length && cell.place <= lastVisible {
        marker += cell.isTab ? "\t" : String(repeating: "~", count: cell.width)
      }
    }
    if isCutRight { line += "…" }
    if marker.isEmpty { marker = "^" }
  }

  private static func cells(of text: String, before: Int) -> [Cell] {
    var place = -before
    return TerminalText.characters(of: text).map { character in
      let isTab = character.shown == #"\t"#
      let cell = Cell(
        text: isTab ? "\t" : character.shown,
        width: isTab ? widestTab : TerminalText.width(of: character.shown),
        isTab: isTab, isBlank: character.shown == " " || isTab, place: place, scalars: character.scalars)
      place += cell.scalars
      return cell
    }
  }

  /// All, or as many as fit around the caret, with a sign on each side for what is cut.
  private func window(of cells: [Cell]) -> Range<Int> {
    guard cells.reduce(0, { $0 + $1.width }) > width else { return 0..<cells.count }
    let room = width - 2
    let caret = cells.firstIndex { $0.place + $0.scalars > 0 } ?? cells.count
    var start = caret
    var used = 0
    while start > 0, used + cells[start - 1].width <= room * 3 / 8 {
      start -= 1
      used += cells[start].width
    }
    var end = caret
    while end < cells.count, used + cells[end].width <= room {
      used += cells[end].width
      end += 1
    }
    // Near the end of a line there is room for more of its beginning.
    while start > 0, used + cells[start - 1].width <= room {
      start -= 1
      used += cells[start].width
    }
    return start..<end
  }

  /// The next place that doesn't split a character's bytes.
  private static func boundary(_ offset: Int, in bytes: [UInt8], upTo end: Int) -> Int {
    var offset = offset
    while offset < end, isContinuation(bytes[offset]) { offset += 1 }
    return offset
  }
}
