import AppStoreConnect
import Diagnostics

/// What `deliveries` found.
package struct DeliveriesReport: Report {
  private let listing: DeliveryListing
  private let errors: [Diagnostic]
  private let warnings: [Diagnostic]
  private let statistics: RequestStatistics

  package init(
    _ listing: DeliveryListing, errors: [Diagnostic], warnings: [Diagnostic], statistics: RequestStatistics
  ) {
    self.listing = listing
    self.errors = errors
    self.warnings = warnings
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    DeliveriesText(style: reader.style, width: reader.width, hasTimeline: reader.isTerminal)
      .render(listing, statistics)
  }

  package var document: (any Encodable)? {
    var document = DeliveriesDocument(listing, errors: errors, statistics: statistics)
    document.warnings = Message.list(warnings)
    return document
  }

  package var markdown: MarkdownReport? { DeliveriesMarkdown().report(listing, errors: errors + warnings) }
}
