import Diagnostics
import Platform

/// Comma-separated values (RFC 4180), one line a row.
///
/// Foreign text is escaped as for terminals, and so that no spreadsheet takes it for a formula, whichever separator it
/// expects (OWASP, "CSV Injection").
enum CSV {
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell(_:)).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    let shown = (isFormula(text) ? "'" : "") + TerminalText.escaped(text)
    guard shown.unicodeScalars.contains(where: { ",;\"'|".unicodeScalars.contains($0) }) else { return shown }
    return "\"" + shown.replacingScalars("\"", with: "\"\"") + "\""
  }

  /// Whether the first visible character begins a formula, which full-width forms also do in some languages.
  private static func isFormula(_ text: String) -> Bool {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace && !TerminalText.isHidden($0) }
    return first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
  }
}
