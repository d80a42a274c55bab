import AppStoreConnect
import Diagnostics

/// What a command found or did, in each format that it supports.
package protocol Report: Sendable {
  /// For people; `nil` for silence.
  func text(for reader: Reader) -> String?
  /// For machines: a document, or its text if it has another form than other documents.
  var document: JSONObject? { get }
  var json: String? { get }
  /// For a pull request's comment, and for a job's summary.
  var markdown: MarkdownReport? { get }
  var summary: MarkdownReport? { get }
  /// For GitLab.
  func codeQuality() throws -> String?
  /// For CI systems that show test reports.
  var junit: String? { get }
  /// For spreadsheets.
  var csv: String? { get }
  /// What is said besides the report, except to people, whose report includes it.
  var aside: [Diagnostic] { get }
}

extension Report {
  package var document: JSONObject? { nil }
  package var json: String? { document?.json() }
  package var markdown: MarkdownReport? { nil }
  package var summary: MarkdownReport? { markdown }
  package func codeQuality() throws -> String? { nil }
  package var junit: String? { nil }
  package var csv: String? { nil }
  package var aside: [Diagnostic] { [] }
}

/// Who reads a text, and where.
package struct Reader: Sendable {
  package var style: Style
  /// The columns of the terminal; `nil` for no limit.
  package var width: Int?
  package var isTerminal: Bool
  package var isQuiet: Bool
  package var isVerbose: Bool

  package init(
    style: Style, width: Int? = nil, isTerminal: Bool = false, isQuiet: Bool = false, isVerbose: Bool = false
  ) {
    (self.style, self.width, self.isTerminal, self.isQuiet) = (style, width, isTerminal, isQuiet)
    self.isVerbose = isVerbose
  }
}

/// What most reports add to their own content.
package struct Findings: Sendable {
  package var errors: [Diagnostic]
  package var warnings: [Diagnostic]
  package var statistics: RequestStatistics
  /// Apps that could not be read, if the verdict should say so.
  package var unread: UnreadApps?

  package init(
    errors: [Diagnostic] = [], warnings: [Diagnostic] = [], statistics: RequestStatistics = .init(),
    unread: UnreadApps? = nil
  ) {
    (self.errors, self.warnings, self.statistics) = (errors, warnings, statistics)
    self.unread = unread
  }

  var lists: [MarkdownReport.List] { DiagnosticMarkdown.lists(errors + warnings) }
}

extension JSONObject {
  /// Adds the keys that most documents have.
  func with(_ findings: Findings) -> Self {
    let common: Self = [
      "formatVersion": "1", "errors": findings.errors.map(\.document),
      "requests": findings.statistics.document,
    ]
    return merging(common).adding(["warnings": findings.warnings.map(\.document).nonEmpty])
  }
}

/// A text that is the whole result in any format.
package struct TextReport: Report {
  private let text: String
  private let isNeeded: Bool

  /// - Parameter isNeeded: whether it is printed despite `--quiet`.
  package init(_ text: String, isNeeded: Bool = true) { (self.text, self.isNeeded) = (text, isNeeded) }

  package func text(for reader: Reader) -> String? { isNeeded || !reader.isQuiet ? text : nil }
  package var json: String? { text }
}
