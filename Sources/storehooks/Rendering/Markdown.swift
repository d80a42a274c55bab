import YAML

/// Pieces of GitHub-flavored Markdown in which foreign text can't do anything: no markup, no links, no
/// mentions, no new table cells, no HTML.
enum Markdown {
  /// Foreign text as code, which nothing is looked for in.
  ///
  /// What would end a code span or a table cell is written as HTML with every punctuation character as a
  /// character reference: those can't take part in Markdown's structure (CommonMark 0.31, 2.5).
  static func code(_ text: String) -> String {
    let text = TerminalText.escaped(text)
    let isPlain = !text.contains { "`|\\".contains($0) }
    if isPlain, !text.isEmpty, text.first != " ", text.last != " " { return "`\(text)`" }
    return "<code>\(text.unicodeScalars.map(reference(to:)).joined())</code>"
  }

  /// A table; the cells are Markdown already. No rows give no table.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let rule = header.map { _ in "---" }
    return ([header, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private static func reference(to scalar: Unicode.Scalar) -> String {
    let isHarmless =
      !scalar.isASCII || scalar == " " || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
    return isHarmless ? String(scalar) : "&#\(scalar.value);"
  }
}
