import AppStoreConnect
import Diagnostics
import Reconciler

/// What `ping` found.
package struct PingReport: Report {
  private let results: [PingResult]
  private let errors: [Diagnostic]
  private let warnings: [Diagnostic]
  private let statistics: RequestStatistics

  package init(
    _ results: [PingResult], errors: [Diagnostic], warnings: [Diagnostic], statistics: RequestStatistics
  ) {
    self.results = results
    self.errors = errors
    self.warnings = warnings
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    PingText(style: reader.style, width: reader.width).render(results, unread: errors.count, statistics)
  }

  package var document: (any Encodable)? {
    var document = PingDocument(results, errors: errors, statistics: statistics)
    document.warnings = Message.list(warnings)
    return document
  }

  package var markdown: MarkdownReport? {
    PingMarkdown.report(results, errors: errors, warnings: warnings)
  }
}

/// What came of testing webhooks, as a part of another report.
package struct Verifications: Sendable {
  package var results: [PingResult]
  /// What the tally is headed with: in Markdown, and for people where all is well and where it isn't.
  private let titles: (markdown: String, passed: String, failed: String)

  /// Of `drift --ping`.
  package static func tested(_ results: [PingResult]) -> Self {
    Self(results: results, titles: ("Tested", "Test events passed:", "Test events failed:"))
  }

  /// Of `apply --verify`.
  package static func verified(_ results: [PingResult]) -> Self {
    Self(results: results, titles: ("Verified", "Verified:", "Not verified:"))
  }

  package var haveFailed: Bool { results.contains { $0.outcome.isFailure } }

  func text(for reader: Reader) -> String {
    let text = PingText(style: reader.style, width: reader.width)
    return "\n" + text.render(results, heading: titles.passed, failedHeading: titles.failed)
  }

  var document: [Verification] { results.map(Verification.init(_:)) }

  var section: MarkdownReport.Section {
    PingMarkdown.section(results, heading: "\(titles.markdown): \(PingText.tally(results))")
  }

  var failures: [Diagnostic] { results.compactMap(\.failure) }
}
