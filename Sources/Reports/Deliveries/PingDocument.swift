import AppStoreConnect
import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `ping --format json` prints.
package struct PingDocument: Encodable {
  var formatVersion = "1"
  var summary: Summary
  var webhooks: [Verification]
  /// What is doubtful; left out where nothing is.
  package var warnings: [Message]?
  var errors: [Message]
  var requests: Requests

  struct Summary: Encodable {
    var succeeded = 0
    var failed = 0
    var skipped = 0
  }

  package init(_ results: [PingResult], errors: [Diagnostic], statistics: RequestStatistics) {
    summary = Summary(
      succeeded: results.count { $0.outcome.hasSucceeded }, failed: results.count { $0.outcome.isFailure },
      skipped: results.count { $0.outcome == .disabled })
    webhooks = results.map(Verification.init(_:))
    self.errors = errors.map(Message.init(_:))
    requests = Requests(statistics)
  }
}

/// What came of testing a webhook, as JSON output has it.
package struct Verification: Encodable {
  @Nullable var app: String?
  @Nullable var appId: String?
  var webhook: String
  var webhookId: String
  var url: String
  var status: String
  @Nullable var reason: String?
  /// How often a test event may have been sent.
  var times: Int
  @Nullable var delivery: DeliveryFacts?
  /// Whether the receiver's answer was left out because the webhook's secret stood in it.
  var withheld: Bool?

  package init(_ result: PingResult) {
    _app = Nullable(wrappedValue: result.webhook.app.bundleId)
    _appId = Nullable(wrappedValue: result.webhook.app.id)
    webhook = result.webhook.name
    webhookId = result.webhook.id
    url = result.webhook.url
    status = result.outcome.word
    _reason = Nullable(wrappedValue: result.outcome.reason)
    times = result.times
    withheld = result.outcome.delivery?.isWithheld == true ? true : nil
    _delivery = Nullable(wrappedValue: result.outcome.delivery.map { DeliveryFacts($0) })
  }
}

/// A delivery, as JSON output has it. Dates are ISO 8601 in UTC.
struct DeliveryFacts: Encodable {
  var id: String
  @Nullable var eventId: String?
  @Nullable var eventType: String?
  var ping: Bool
  var redelivery: Bool
  @Nullable var state: String?
  @Nullable var createdDate: String?
  @Nullable var sentDate: String?
  /// From its creation until it was sent.
  @Nullable var milliseconds: Int64?
  @Nullable var httpStatus: Int?
  @Nullable var responseBody: String?
  @Nullable var errorMessage: String?
  /// Left out unless it was asked for.
  var payload: String?

  /// How many characters of a receiver's answer are shown.
  static let bodyLimit = 1_000

  package init(_ delivery: DeliveryRecord, showsPayload: Bool = false) {
    id = delivery.id
    _eventId = Nullable(wrappedValue: delivery.eventId)
    _eventType = Nullable(wrappedValue: delivery.eventType?.rawValue)
    ping = delivery.isPing
    redelivery = delivery.isRedelivery
    _state = Nullable(wrappedValue: delivery.state?.rawValue)
    _createdDate = Nullable(wrappedValue: delivery.createdDate.map { $0.isoText })
    _sentDate = Nullable(wrappedValue: delivery.sentDate.map { $0.isoText })
    _milliseconds = Nullable(wrappedValue: delivery.duration?.milliseconds)
    _httpStatus = Nullable(wrappedValue: delivery.httpStatus)
    _responseBody = Nullable(
      wrappedValue: delivery.responseBody.map { Wording.short($0, to: Self.bodyLimit) })
    _errorMessage = Nullable(wrappedValue: delivery.errorMessage)
    payload = showsPayload ? delivery.payload : nil
  }
}

extension Date {
  /// ISO 8601 in UTC, to the nearest millisecond: cut instead, what Apple wrote would come out one less at times.
  var isoText: String { Timestamp(addingTimeInterval(0.000_5)).rawValue }
}
