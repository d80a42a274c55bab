import Diagnostics
import Platform

/// Pieces of GitHub-flavored Markdown in which foreign text stays text: no markup, links, mentions, table cells or
/// HTML.
package enum Markdown {
  /// Foreign text as code, in which Markdown looks for nothing.
  ///
  /// A text that would end the code span or table cell is written as HTML instead, with every punctuation character as
  /// a character reference: those can't be part of Markdown's structure (CommonMark 0.31, 2.5).
  ///
  /// - Parameter limit: how many Unicode scalars are shown.
  package static func code(_ text: String, limit: Int = 200) -> String {
    let text = TerminalText.escaped(Wording.short(text, to: limit))
    let isPlain = !text.unicodeScalars.contains { "`|\\".unicodeScalars.contains($0) }
    if isPlain, !text.isEmpty, text.first != " ", text.last != " " { return "`\(text)`" }
    return "<code>\(text.unicodeScalars.map(reference(to:)).joined())</code>"
  }

  /// A name in a cell or a heading.
  static func name(_ text: String) -> String { code(text, limit: 80) }

  /// A foreign name as it is if it can't mean anything else (letters, numbers and single blanks), else as code.
  static func text(_ text: String) -> String {
    let words = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
    let isHarmless = words.allSatisfy { word in
      // Seven hexadecimal digits can be a commit, and letters with a number an issue elsewhere.
      let isCommit = word.count >= 7 && word.allSatisfy(\.properties.isASCIIHexDigit)
      let isOfDigits = word.allSatisfy { ("0"..."9").contains($0) }
      return !word.isEmpty && !isCommit && (isOfDigits || word.allSatisfy(\.isOfWord))
    }
    let isShort = text.unicodeScalars.count <= 80
    return isHarmless && isShort && TerminalText.escaped(text) == text ? text : name(text)
  }

  /// A table whose cells are Markdown already; empty without rows.
  package static func table(_ header: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    return tableHead(header) + rows.map(row(_:)).joined()
  }

  static func tableHead(_ header: [String]) -> String { row(header) + row(header.map { _ in "---" }) }

  package static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// A folded block. Its text is Markdown already, and ends with a line feed.
  static func folded(_ summary: String, _ text: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(text)\n</details>\n"
  }

  /// A fenced block of code. The fence is longer than any run of backticks in the text, so that no line can close it.
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

package enum DiagnosticMarkdown {
  private static let limit = 1_000

  /// The errors and the warnings, each as a list in the printed order.
  package static func lists(_ diagnostics: [Diagnostic]) -> [MarkdownReport.List] {
    let sorted = DiagnosticRenderer.sorted(diagnostics)
    let list = { (title: String, noun: String, severity: Diagnostic.Severity) in
      MarkdownReport.List(
        title: title, noun: .init(noun), items: sorted.filter { $0.severity == severity }.map(item(of:)))
    }
    return [list("Errors", "error", .error), list("Warnings", "warning", .warning)]
  }

  /// `webhooks.yaml:14:17` and the message, with related places.
  private static func item(of diagnostic: Diagnostic) -> String {
    let message = [diagnostic.message, diagnostic.remedy].compactMap { $0 }.joined(separator: "; ")
    let parts =
      [line(message, at: diagnostic.range)] + diagnostic.notes.map { line($0.message, at: $0.range) }
    return parts.joined(separator: "<br>")
  }

  private static func line(_ message: String, at range: SourceRange?) -> String {
    (range.map { Markdown.code(place($0)) + ": " } ?? "") + Markdown.code(message, limit: limit)
  }

  /// `webhooks.yaml:14`
  package static func place(_ range: SourceRange) -> String { "\(range.file.path):\(range.start.line)" }
}

extension Unicode.Scalar {
  /// Whether it is a letter, or a mark on one.
  fileprivate var isOfWord: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: properties.isAlphabetic
    }
  }
}
