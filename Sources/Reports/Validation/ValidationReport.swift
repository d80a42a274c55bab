import Diagnostics
import Platform

/// What `validate` found.
package struct ValidationReport: Report {
  private let files: String
  private let isValid: Bool
  private let apps: Int
  private let webhooks: Int
  private let diagnostics: [Diagnostic]
  private let codeQualityReport: CodeQualityReport

  /// - Parameter files: what was read, in words.
  package init(
    files: String, isValid: Bool, apps: Int, webhooks: Int, _ diagnostics: [Diagnostic],
    codeQuality: CodeQualityReport
  ) {
    self.files = files
    self.isValid = isValid
    self.apps = apps
    self.webhooks = webhooks
    self.diagnostics = diagnostics
    codeQualityReport = codeQuality
  }

  private var tally: String { "\(counted("app", apps)) with \(counted("webhook", webhooks))" }

  package func text(for reader: Reader) -> String? {
    isValid && !reader.isQuiet ? "\(TerminalText.escaped(files)): valid, \(tally).\n" : nil
  }

  package var document: (any Encodable)? {
    ValidationDocument(valid: isValid, apps: apps, webhooks: webhooks, diagnostics: diagnostics)
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

/// What `validate --format json` prints.
struct ValidationDocument: Encodable {
  var formatVersion = "1"
  var valid: Bool
  var apps: Int
  var webhooks: Int
  var errors: [Message]
  var warnings: [Message]
  /// How many errors and warnings are left out, where there are more than ``limit``.
  var omitted: Int?

  /// As many diagnostics are listed, as on standard error.
  static let limit = 100

  init(valid: Bool, apps: Int, webhooks: Int, diagnostics: [Diagnostic]) {
    self.valid = valid
    self.apps = apps
    self.webhooks = webhooks
    var shown = diagnostics
    if diagnostics.count > Self.limit {
      let sorted = DiagnosticRenderer.sorted(diagnostics)
      shown = Array(sorted.prefix(Self.limit))
      if sorted.count > Self.limit { omitted = sorted.count - Self.limit }
    }
    errors = shown.filter { $0.severity == .error }.map(Message.init(_:))
    warnings = shown.filter { $0.severity == .warning }.map(Message.init(_:))
  }
}
