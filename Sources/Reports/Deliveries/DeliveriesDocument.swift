import AppStoreConnect
import Diagnostics
import Reconciler

/// What `deliveries --format json` prints. Dates are ISO 8601 in UTC.
package struct DeliveriesDocument: Encodable {
  var formatVersion = "1"
  @Nullable var since: String?
  @Nullable var until: String?
  /// How many there are to list without `--limit`.
  var available: Int
  var deliveries: [Delivery]
  var webhooks: [Webhook]
  /// What is doubtful; left out where nothing is.
  package var warnings: [Message]?
  var errors: [Message]
  var requests: Requests

  struct Delivery: Encodable {
    @Nullable var app: String?
    @Nullable var appId: String?
    var webhook: String
    var webhookId: String
    var facts: DeliveryFacts

    private enum CodingKeys: CodingKey { case app, appId, webhook, webhookId }

    /// The delivery's own keys stand beside those of its webhook.
    func encode(to encoder: any Encoder) throws {
      try facts.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(_app, forKey: .app)
      try container.encode(_appId, forKey: .appId)
      try container.encode(webhook, forKey: .webhook)
      try container.encode(webhookId, forKey: .webhookId)
    }
  }

  /// A webhook's summary over all deliveries of the window, listed or not.
  struct Webhook: Encodable {
    @Nullable var app: String?
    @Nullable var appId: String?
    var webhook: String
    var webhookId: String
    var enabled: Bool
    var succeeded: Int
    var failed: Int
    var other: Int
    /// From 0 to 1.
    @Nullable var successRate: Double?
    @Nullable var lastSuccess: String?
    @Nullable var longestOutage: Outage?
  }

  struct Outage: Encodable {
    var start: String
    /// `null` where it lasts.
    @Nullable var end: String?
    var seconds: Int
    var failures: Int
  }

  /// Nothing but errors.
  package init(errors: [Diagnostic]) {
    available = 0
    deliveries = []
    webhooks = []
    self.errors = errors.map(Message.init(_:))
    requests = Requests(RequestStatistics())
  }

  package init(_ listing: DeliveryListing, errors: [Diagnostic], statistics: RequestStatistics) {
    self.init(errors: errors)
    since = listing.window.since.isoText
    until = listing.window.until.map { $0.isoText }
    available = listing.available
    deliveries = listing.rows.map { row in
      Delivery(
        app: row.webhook.app.bundleId, appId: row.webhook.app.id, webhook: row.webhook.name,
        webhookId: row.webhook.id,
        facts: DeliveryFacts(row.delivery, showsPayload: listing.showsPayloads))
    }
    let end = listing.end
    webhooks = listing.lists.map { list in
      let summary = DeliverySummary(list.read, now: end)
      return Webhook(
        app: list.webhook.app.bundleId, appId: list.webhook.app.id, webhook: list.webhook.name,
        webhookId: list.webhook.id, enabled: list.webhook.isEnabled, succeeded: summary.succeeded,
        failed: summary.failed, other: summary.other, successRate: summary.successRate,
        lastSuccess: summary.lastSuccess.map { $0.isoText },
        longestOutage: summary.longestOutage.map { outage in
          Outage(
            start: outage.start.isoText, end: outage.end.map { $0.isoText },
            seconds: Int((outage.end ?? end).timeIntervalSince(outage.start)), failures: outage.failures)
        })
    }
    requests = Requests(statistics)
  }
}
