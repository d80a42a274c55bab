/// Text set in lines of a limited width.
package enum TextWrapping {
  /// Sets a paragraph in lines of at most `width` characters; a longer word gets a line of its own.
  package static func lines(_ paragraph: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(whereSeparator: \.isWhitespace) {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
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
