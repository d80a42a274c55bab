import Diagnostics

/// What a command that could do nothing has to tell; people are told on standard error.
package struct FailureReport: Report {
  package var errors: [Diagnostic]
  private let codeQualityReport: CodeQualityReport
  private let makeDocument: @Sendable ([Diagnostic]) -> (any Encodable)?

  /// - Parameter document: makes the command's document, with nothing in it but errors.
  package init(
    _ errors: [Diagnostic], codeQuality: CodeQualityReport,
    document: @escaping @Sendable ([Diagnostic]) -> (any Encodable)?
  ) {
    self.errors = errors
    codeQualityReport = codeQuality
    makeDocument = document
  }

  package func text(for reader: Reader) -> String? { nil }
  package var document: (any Encodable)? { makeDocument(errors) }
  package var markdown: MarkdownReport? {
    MarkdownReport(
      verdict: Verdict(title: "Failed:", tally: counted("error", errors.count) + ".").markdown,
      lists: DiagnosticMarkdown.lists(errors))
  }
  package func codeQuality() throws -> String? { try codeQualityReport.json(errors) }
  package var junit: String? { JUnitReport(failure: errors).xml() }
}
