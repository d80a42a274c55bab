import Diagnostics
import Platform

package struct ValidationReport: Report {
  private let files: String
  private let isValid: Bool
  private let apps: Int
  private let webhooks: Int
  private let rules: Int
  private let diagnostics: [Diagnostic]
  private let codeQualityReport: CodeQualityReport

  /// - Parameter files: what was read, in words.
  package init(
    files: String, isValid: Bool, apps: Int, webhooks: Int, rules: Int = 0, _ diagnostics: [Diagnostic],
    codeQuality: CodeQualityReport
  ) {
    (self.files, self.isValid, self.diagnostics) = (files, isValid, diagnostics)
    (self.apps, self.webhooks, codeQualityReport) = (apps, webhooks, codeQuality)
    self.rules = rules
  }

  private var tally: String {
    "\(counted("app", apps)) with \(counted("webhook", webhooks))"
      + (rules == 0 ? "" : ", and \(counted("default", rules))")
  }

  package func text(for reader: Reader) -> String? {
    isValid && !reader.isQuiet ? "\(TerminalText.escaped(files)): valid, \(tally).\n" : nil
  }

  /// The most diagnostics listed, as on standard error.
  private static let limit = 100

  package var document: JSONObject? {
    var shown = diagnostics[...]
    var omitted = 0
    if diagnostics.count > Self.limit {
      let sorted = DiagnosticRenderer.sorted(diagnostics)
      shown = sorted.prefix(Self.limit)
      omitted = sorted.count - shown.count
    }
    let list = { (severity: Diagnostic.Severity) in
      shown.filter { $0.severity == severity }.map(\.document)
    }
    let document: JSONObject = [
      "formatVersion": "1", "valid": isValid, "apps": apps, "webhooks": webhooks, "errors": list(.error),
      "warnings": list(.warning),
    ]
    return document.adding([
      "defaults": rules > 0 ? rules : nil, "omitted": omitted > 0 ? omitted : nil,
    ])
  }

  package var markdown: MarkdownReport? {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    var parts = isValid ? [tally] : []
    if errors > 0 { parts.append(counted("error", errors)) }
    if warnings > 0 { parts.append(counted("warning", warnings)) }
    return MarkdownReport(
      verdict: Verdict(title: isValid ? "Valid:" : "Not valid:", tally: parts.joined(separator: "; ") + ".")
        .markdown,
      lists: DiagnosticMarkdown.lists(diagnostics))
  }

  package func codeQuality() throws -> String? { try codeQualityReport.json(diagnostics) }
}

/// What a command that could do nothing reports; people are told on standard error.
package struct FailureReport: Report {
  package var errors: [Diagnostic]
  private let report: (any Report)?
  private let codeQualityReport: CodeQualityReport

  /// - Parameter report: the command's own report with nothing but errors, if it prints a document.
  package init(_ errors: [Diagnostic], as report: (any Report)?, codeQuality: CodeQualityReport) {
    (self.errors, self.report, codeQualityReport) = (errors, report, codeQuality)
  }

  package func text(for reader: Reader) -> String? { nil }
  package var document: JSONObject? { report?.document }
  package var markdown: MarkdownReport? { Self.summary(of: errors) }

  package static func summary(of errors: [Diagnostic]) -> MarkdownReport {
    MarkdownReport(
      verdict: Verdict(title: "Failed:", tally: counted("error", errors.count) + ".").markdown,
      lists: DiagnosticMarkdown.lists(errors))
  }
  package func codeQuality() throws -> String? { try codeQualityReport.json(errors) }
  package var junit: String? { JUnitReport(failure: errors).xml() }
}
