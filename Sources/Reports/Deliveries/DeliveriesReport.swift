import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct DeliveriesReport: Report {
  private let listing: DeliveryListing?
  private let findings: Findings

  /// - Parameter listing: `nil` if nothing was read.
  package init(_ listing: DeliveryListing?, _ findings: Findings) {
    (self.listing, self.findings) = (listing, findings)
  }

  package func text(for reader: Reader) -> String? {
    listing.map {
      DeliveriesText(style: reader.style, width: reader.width, hasTimeline: reader.isTerminal)
        .render($0, findings, listsAll: reader.isVerbose)
    }
  }

  package var document: JSONObject? { (listing?.document ?? DeliveryListing.nothing).with(findings) }

  package var markdown: MarkdownReport? { listing.map { DeliveriesMarkdown().report($0, findings) } }
}

package struct DeliveryListing: Sendable {
  struct Row: Sendable {
    var webhook: WebhookReference
    var delivery: DeliveryRecord
  }

  /// For each webhook, all deliveries of the window, including those that aren't shown.
  package var lists: [WebhookDeliveries]
  package var window: DeliveryWindow
  package var now: Date
  /// The end of the window, or now if that is earlier.
  package var end: Date { window.until.map { min($0, now) } ?? now }
  var rows: [Row]
  /// How many could be shown without a limit.
  package var available: Int
  package var showsPayloads: Bool
  /// Whether only failed ones are shown.
  let failedOnly: Bool
  /// The lists with something to show.
  package var busy: [WebhookDeliveries] {
    lists.filter { failedOnly ? $0.read.contains { $0.state == .failed } : !$0.read.isEmpty }
  }

  package init(
    _ lists: [WebhookDeliveries], _ window: DeliveryWindow, now: Date, failedOnly: Bool = false,
    limit: Int? = nil, showsPayloads: Bool = false
  ) {
    self.lists = lists.filter { (try? $0.deliveries.get()) != nil }
    (self.window, self.now, self.showsPayloads) = (window, now, showsPayloads)
    self.failedOnly = failedOnly
    let all = lists.flatMap { list in list.read.map { Row(webhook: list.webhook, delivery: $0) } }
      .filter { !failedOnly || $0.delivery.state == .failed }
      .newestFirst(by: \.delivery)
    available = all.count
    rows = limit.map { Array(all.prefix($0)) } ?? all
  }
}
