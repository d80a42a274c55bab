import AppStoreConnect
import Diagnostics
import Reconciler

/// What `redeliver --format json` prints.
package struct RedeliverDocument: Encodable {
  var formatVersion = "1"
  /// Whether nothing was to be sent.
  var dryRun: Bool
  var summary: Summary
  var results: [Result]
  var skipped: [Skip]
  /// What is doubtful; left out where nothing is.
  package var warnings: [Message]?
  var errors: [Message]
  var requests: Requests

  struct Summary: Encodable {
    var succeeded = 0
    var failed = 0
    /// Asked for and not followed.
    var sent = 0
    /// To be sent, in a dry run.
    var planned = 0
    var skipped = 0
  }

  struct Result: Encodable {
    /// The delivery whose event is sent again.
    var deliveryId: String
    @Nullable var app: String?
    @Nullable var appId: String?
    @Nullable var webhook: String?
    @Nullable var webhookId: String?
    @Nullable var eventId: String?
    @Nullable var eventType: String?
    /// `planned` in a dry run.
    var status: String
    @Nullable var reason: String?
    /// How often it may have been sent.
    var times: Int
    @Nullable var newDeliveryId: String?
    /// What came of the new delivery.
    @Nullable var delivery: DeliveryFacts?
  }

  struct Skip: Encodable {
    var deliveryId: String
    @Nullable var app: String?
    var webhook: String
    var webhookId: String
    @Nullable var eventId: String?
    var reason: String
  }

  /// - Parameter results: `nil` for a dry run.
  package init(
    _ plan: RedeliveryPlan, results: [RedeliveryResult]?, errors: [Diagnostic],
    statistics: RequestStatistics
  ) {
    let made = results ?? []
    dryRun = results == nil
    summary = Summary(
      succeeded: made.count { $0.outcome.hasSucceeded }, failed: made.count { $0.outcome.isFailure },
      sent: made.count { if case .notFollowed = $0.outcome { true } else { false } },
      planned: results == nil ? plan.redeliveries.count : 0, skipped: plan.skipped.count)
    self.results = results?.map(Result.init(_:)) ?? plan.redeliveries.map { Result($0) }
    skipped = plan.skipped.map { skip in
      Skip(
        deliveryId: skip.delivery.id, app: skip.webhook.app.bundleId, webhook: skip.webhook.name,
        webhookId: skip.webhook.id, eventId: skip.delivery.eventId, reason: skip.reason.prose)
    }
    self.errors = errors.map(Message.init(_:))
    requests = Requests(statistics)
  }
}

extension RedeliverDocument.Result {
  fileprivate init(_ redelivery: Redelivery) {
    self.init(
      deliveryId: redelivery.deliveryId, app: redelivery.webhook?.app.bundleId,
      appId: redelivery.webhook?.app.id, webhook: redelivery.webhook?.name,
      webhookId: redelivery.webhook?.id, eventId: redelivery.delivery?.eventId,
      eventType: redelivery.delivery?.eventType?.rawValue, status: "planned", reason: nil, times: 0,
      newDeliveryId: nil, delivery: nil)
  }

  fileprivate init(_ result: RedeliveryResult) {
    self.init(result.redelivery)
    status = result.outcome.word
    reason = result.outcome.reason
    times = result.times
    if case .notFollowed(let id) = result.outcome { newDeliveryId = id }
    newDeliveryId = newDeliveryId ?? result.outcome.delivery?.id
    delivery = result.outcome.delivery.map { DeliveryFacts($0) }
  }
}
