import CommandLine
import Diagnostics

/// What a command has found or done, in each format that the command has.
package protocol Report: Sendable {
  /// For people; `nil` where silence is meant.
  func text(for reader: Reader) -> String?
  /// For machines: a document, or its text if that has another form than documents have.
  var document: (any Encodable)? { get }
  var json: String? { get }
  /// For the comment of a pull request.
  var markdown: MarkdownReport? { get }
  /// For the summary of a job.
  var summary: MarkdownReport? { get }
  /// For GitLab.
  func codeQuality() throws -> String?
  /// For CI systems that show test reports.
  var junit: String? { get }
  /// What is said beside the report, except for people, whose report has it.
  var aside: [Diagnostic] { get }
}

extension Report {
  package var document: (any Encodable)? { nil }
  package var json: String? { document?.json() }
  package var markdown: MarkdownReport? { nil }
  package var summary: MarkdownReport? { markdown }
  package func codeQuality() throws -> String? { nil }
  package var junit: String? { nil }
  package var aside: [Diagnostic] { [] }
}

/// Who reads a text, and on what.
package struct Reader: Sendable {
  package var style: Style
  /// The columns of the terminal; `nil` for no limit.
  package var width: Int?
  package var isTerminal: Bool
  /// What `--quiet` and `--verbose` say.
  package var isQuiet: Bool
  package var isVerbose: Bool

  package init(
    style: Style, width: Int? = nil, isTerminal: Bool = false, isQuiet: Bool = false, isVerbose: Bool = false
  ) {
    self.style = style
    self.width = width
    self.isTerminal = isTerminal
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
  }
}

/// A text that is the whole result, whatever the format.
package struct TextReport: Report {
  private let text: String
  private let isNeeded: Bool

  /// - Parameter isNeeded: whether `--quiet` leaves it.
  package init(_ text: String, isNeeded: Bool = true) {
    self.text = text
    self.isNeeded = isNeeded
  }

  package func text(for reader: Reader) -> String? { isNeeded || !reader.isQuiet ? text : nil }
  package var json: String? { text }
}
