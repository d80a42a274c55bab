import AppStoreConnect
import Diagnostics
import Reconciler

/// What `redeliver` did, or would do.
package struct RedeliverReport: Report {
  private let plan: RedeliveryPlan
  private let results: [RedeliveryResult]?
  private let errors: [Diagnostic]
  private let warnings: [Diagnostic]
  private let statistics: RequestStatistics

  /// - Parameter results: `nil` where nothing was to be sent.
  package init(
    _ plan: RedeliveryPlan, results: [RedeliveryResult]?, errors: [Diagnostic], warnings: [Diagnostic],
    statistics: RequestStatistics
  ) {
    self.plan = plan
    self.results = results
    self.errors = errors
    self.warnings = warnings
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    RedeliverText(style: reader.style, width: reader.width, listsSkipped: reader.isVerbose)
      .render(plan, results: results, statistics)
  }

  package var document: (any Encodable)? {
    var document = RedeliverDocument(plan, results: results, errors: errors, statistics: statistics)
    document.warnings = Message.list(warnings)
    return document
  }

  package var markdown: MarkdownReport? {
    DeliveriesMarkdown().report(plan, results: results, errors: errors + warnings)
  }
}
