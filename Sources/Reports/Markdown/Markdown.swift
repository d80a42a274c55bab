import Diagnostics
import Platform

/// Pieces of GitHub-flavored Markdown in which foreign text can't do anything: no markup, no links, no
/// mentions, no new table cells, no HTML.
package enum Markdown {
  /// Foreign text as code, which nothing is looked for in.
  ///
  /// What would end a code span or a table cell is written as HTML with every punctuation character as a
  /// character reference: those can't take part in Markdown's structure (CommonMark 0.31, 2.5).
  ///
  /// - Parameter limit: how many Unicode scalars are shown.
  package static func code(_ text: String, limit: Int = 200) -> String {
    let text = TerminalText.escaped(Wording.short(text, to: limit))
    let isPlain = !text.unicodeScalars.contains { "`|\\".unicodeScalars.contains($0) }
    if isPlain, !text.isEmpty, text.first != " ", text.last != " " { return "`\(text)`" }
    return "<code>\(text.unicodeScalars.map(reference(to:)).joined())</code>"
  }

  /// A table; the cells are Markdown already. No rows give no table.
  package static func table(_ header: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    return tableHead(header) + rows.map(row(_:)).joined()
  }

  /// The lines that a table begins with.
  static func tableHead(_ header: [String]) -> String { row(header) + row(header.map { _ in "---" }) }

  /// One line of a table.
  package static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// A block that is folded until it is clicked on. Its text is Markdown already, and ends with a line feed.
  static func folded(_ summary: String, _ text: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(text)\n</details>\n"
  }

  /// A fenced block of code. The fence is longer than any run of backticks in the text, so that none of its
  /// lines can close it.
  package static func fenced(_ language: String, _ text: String) -> String {
    let longest = text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }

  private static func reference(to scalar: Unicode.Scalar) -> String {
    let isHarmless =
      !scalar.isASCII || scalar == " " || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
    return isHarmless ? String(scalar) : "&#\(scalar.value);"
  }
}
