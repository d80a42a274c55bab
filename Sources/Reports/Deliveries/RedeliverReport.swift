import Diagnostics
import Reconciler

package struct RedeliverReport: Report {
  private let plan: RedeliveryPlan
  private let results: [RedeliveryResult]?
  private let findings: Findings

  /// - Parameter results: `nil` for a dry run.
  package init(_ plan: RedeliveryPlan, results: [RedeliveryResult]?, _ findings: Findings) {
    (self.plan, self.results, self.findings) = (plan, results, findings)
  }

  package func text(for reader: Reader) -> String? {
    RedeliverText(style: reader.style, width: reader.width, listsSkipped: reader.isVerbose)
      .render(plan, results: results, findings)
  }

  package var document: JSONObject? {
    let made = results ?? []
    let summary: JSONObject = [
      "succeeded": made.count { $0.outcome.hasSucceeded }, "failed": made.count { $0.outcome.isFailure },
      "sent": made.count { if case .notFollowed = $0.outcome { true } else { false } },
      "planned": results == nil ? plan.redeliveries.count : 0, "skipped": plan.skipped.count,
    ]
    let document: JSONObject = [
      "dryRun": results == nil, "summary": summary,
      "results": results?.map(\.document) ?? plan.redeliveries.map(\.document),
      "skipped": plan.skipped.map { skip -> JSONObject in
        [
          "deliveryId": skip.delivery.id, "app": skip.webhook.app.bundleId, "webhook": skip.webhook.name,
          "webhookId": skip.webhook.id, "eventId": skip.delivery.eventId, "reason": skip.reason.prose,
        ]
      },
    ]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? { DeliveriesMarkdown().report(plan, results: results, findings) }
}

extension Redelivery {
  fileprivate var document: JSONObject {
    [
      "deliveryId": deliveryId, "app": webhook?.app.bundleId, "appId": webhook?.app.id,
      "webhook": webhook?.name, "webhookId": webhook?.id, "eventId": delivery?.eventId,
      "eventType": delivery?.eventType?.rawValue, "status": "planned", "reason": nil, "times": 0,
      "newDeliveryId": nil, "delivery": nil,
    ]
  }
}

extension RedeliveryResult {
  fileprivate var document: JSONObject {
    var newDelivery = outcome.delivery?.id
    if case .notFollowed(let id) = outcome { newDelivery = id }
    return redelivery.document.merging([
      // How often it may have been sent.
      "status": outcome.word, "reason": outcome.reason, "times": times,
      "newDeliveryId": newDelivery, "delivery": outcome.delivery?.document,
    ])
  }
}
