import Platform

/// Text set in lines of a limited width.
package enum TextWrapping {
  /// Sets a paragraph in lines of at most `width` columns; a longer word gets a line of its own.
  package static func lines(_ paragraph: String, width: Int) -> [String] {
    lines(paragraph.split(whereSeparator: \.isWhitespace).map(String.init), width: width)
  }

  /// The same for words that aren't split, even if they contain blanks.
  package static func lines(_ words: [String], width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      if line.isEmpty {
        line = word
      } else if TerminalText.width(of: line) + 1 + TerminalText.width(of: word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Sets terms on the left and what they mean on the right, in one block. A term too long for the left
  /// column stands on its own line.
  package static func table(_ rows: [(term: String, text: String)], indent: Int, column: Int, width: Int)
    -> [String]
  {
    let margin = String(repeating: " ", count: column)
    return rows.flatMap { term, text in
      var lines = lines(text, width: width - column).map { margin + $0 }
      let term = String(repeating: " ", count: indent) + term
      if term.count + 2 <= column, let first = lines.first {
        lines[0] = term + first.dropFirst(term.count)
      } else {
        lines.insert(term, at: 0)
      }
      return lines
    }
  }
}
