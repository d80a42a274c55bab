import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `deliveries` shows.
package struct DeliveryListing: Sendable {
  /// A delivery and its webhook.
  struct Row: Sendable {
    package var webhook: WebhookReference
    package var delivery: DeliveryRecord
  }

  /// Webhook by webhook, all deliveries of the window, also those that aren't shown.
  package var lists: [WebhookDeliveries]
  package var window: DeliveryWindow
  package var now: Date
  /// The end of the window, or now where it lies ahead.
  package var end: Date { window.until.map { min($0, now) } ?? now }
  /// What is shown, newest first.
  var rows: [Row]
  /// How many there are to show without a limit.
  package var available: Int
  package var showsPayloads: Bool

  package init(
    _ lists: [WebhookDeliveries], _ window: DeliveryWindow, now: Date, failedOnly: Bool = false,
    limit: Int? = nil, showsPayloads: Bool = false
  ) {
    self.lists = lists.filter { $0.failure == nil }
    self.window = window
    self.now = now
    self.showsPayloads = showsPayloads
    let all = lists.flatMap { list in list.read.map { Row(webhook: list.webhook, delivery: $0) } }
      .filter { !failedOnly || $0.delivery.state == .failed }
      .newestFirst(by: \.delivery)
    available = all.count
    rows = limit.map { Array(all.prefix($0)) } ?? all
  }
}
