import Diagnostics

/// What `validate` found.
package enum ValidationMarkdown {
  /// - Parameter tally: what the files hold; `nil` where they are wrong.
  package static func report(_ diagnostics: [Diagnostic], tally: String?) -> MarkdownReport {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    var counts = errors > 0 ? [counted("error", errors)] : []
    if warnings > 0 { counts.append(counted("warning", warnings)) }
    let text = ([tally].compactMap { $0 } + counts).joined(separator: "; ")
    return MarkdownReport(
      verdict: Verdict(title: tally == nil ? "Not valid:" : "Valid:", tally: text + ".").markdown,
      lists: DiagnosticMarkdown.lists(diagnostics))
  }
}
