import AppStoreConnect
import Diagnostics
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DeliveryListing {
  /// What `deliveries --format json` prints. Dates are ISO 8601 in UTC.
  var document: JSONObject {
    [
      "since": window.since.isoText, "until": window.until?.isoText,
      // How many there would be without `--limit`.
      "available": available,
      "deliveries": rows.map { row in
        row.webhook.document.merging(row.delivery.document)
          .adding(["payload": showsPayloads ? row.delivery.payload : nil])
      },
      "webhooks": lists.map { $0.document(until: end) },
      // How many webhooks have nothing to list.
      "quiet": lists.count - busy.count,
    ]
  }

  static var nothing: JSONObject {
    [
      "since": nil, "until": nil, "available": 0, "deliveries": [String](), "webhooks": [String](),
      "quiet": 0,
    ]
  }
}

extension WebhookDeliveries {
  /// Sums up all deliveries of the window, listed or not.
  fileprivate func document(until end: Date) -> JSONObject {
    let summary = DeliverySummary(read, now: end)
    let outage = summary.longestOutage.map { outage -> JSONObject in
      [
        // An outage that lasts has no end.
        "start": outage.start.isoText, "end": outage.end?.isoText,
        "seconds": Int((outage.end ?? end).timeIntervalSince(outage.start)), "failures": outage.failures,
      ]
    }
    return webhook.document.merging([
      "enabled": webhook.isEnabled, "succeeded": summary.succeeded, "failed": summary.failed,
      "other": summary.other, "successRate": summary.successRate,
      "lastSuccess": summary.lastSuccess?.isoText, "longestOutage": outage,
    ])
  }
}

extension WebhookReference {
  var document: JSONObject { ["app": app.bundleId, "appId": app.id, "webhook": name, "webhookId": id] }
}

extension DeliveryRecord {
  /// How many characters of a receiver's answer are shown.
  private static let bodyLimit = 1_000

  var document: JSONObject {
    [
      "id": id, "eventId": eventId, "eventType": eventType?.rawValue, "ping": isPing,
      "redelivery": isRedelivery, "state": state?.rawValue, "createdDate": createdDate?.isoText,
      "sentDate": sentDate?.isoText, "milliseconds": duration?.milliseconds, "httpStatus": httpStatus,
      "responseBody": responseBody.map { Wording.short($0, to: Self.bodyLimit) },
      "errorMessage": errorMessage,
    ]
  }
}

extension PingResult {
  var document: JSONObject {
    let delivery = outcome.delivery
    return webhook.document.merging([
      "url": webhook.url, "status": outcome.word, "reason": outcome.reason,
      // How often a test event may have been sent.
      "times": times, "delivery": delivery?.document,
    ])
    // The receiver's answer is left out if it held the webhook's secret.
    .adding(["withheld": delivery?.isWithheld == true ? true : nil])
  }
}

extension Date {
  /// ISO 8601 in UTC, rounded to the millisecond: cutting would sometimes give one less than Apple wrote.
  fileprivate var isoText: String { Timestamp(addingTimeInterval(0.000_5)).rawValue }
}
