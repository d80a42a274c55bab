import Diagnostics

/// Diagnostics in a Markdown report.
package enum DiagnosticMarkdown {
  /// How many Unicode scalars of one message are shown.
  private static let limit = 1_000

  /// The errors and the warnings, each a list in the order in which they are printed.
  package static func lists(_ diagnostics: [Diagnostic]) -> [MarkdownReport.List] {
    let sorted = DiagnosticRenderer.sorted(diagnostics)
    let list = { (title: String, noun: String, severity: Diagnostic.Severity) in
      MarkdownReport.List(
        title: title, noun: .init(noun), items: sorted.filter { $0.severity == severity }.map(item(of:)))
    }
    return [list("Errors", "error", .error), list("Warnings", "warning", .warning)]
  }

  /// `webhooks.yaml:14:17` and the message, with the places that belong to it.
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
