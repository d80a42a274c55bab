import AppStoreConnect
import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct DeliveriesMarkdown {
  var zone = LocalTime.Zone.system

  func report(_ listing: DeliveryListing, _ findings: Findings) -> MarkdownReport {
    let webhooks = listing.busy.map { list in
      let summary = DeliverySummary(list.read, now: listing.end)
      return [
        Markdown.code(list.webhook.appTitle), Markdown.code(list.webhook.name), grouped(list.read.count),
        summary.successRate.map(DeliveriesText.percent) ?? "", time(summary.lastSuccess),
        summary.longestOutage.map { DeliveriesText.outage($0, until: listing.end) } ?? "",
      ]
    }
    let deliveries = listing.rows.map { row in
      let message = row.delivery.errorMessage ?? ""
      return cells(row.webhook, row.delivery) + [
        word(row.delivery.state?.rawValue ?? "", isFailure: row.delivery.state == .failed),
        row.delivery.httpStatus.map(String.init) ?? "",
        message.isEmpty ? "" : Markdown.code(message, limit: PingText.answerLimit),
        Markdown.code(row.delivery.id),
      ]
    }
    let verdict = DeliveriesText(style: .plain, zone: zone).verdict(listing).behind(
      findings.unread, of: "Reading")
    return MarkdownReport(
      verdict: verdict.markdown, lists: findings.lists,
      sections: [
        MarkdownReport.Section(
          header: ["App", "Webhook", "Deliveries", "Succeeded", "Last success", "Longest outage"],
          rows: webhooks),
        MarkdownReport.Section(
          heading: "Deliveries", noun: .init("delivery", plural: "deliveries"),
          header: ["Time", "App", "Webhook", "Event", "State", "Status", "Error", "ID"], rows: deliveries),
      ])
  }

  func report(
    _ plan: RedeliveryPlan, results: [RedeliveryResult]?, _ findings: Findings
  ) -> MarkdownReport {
    let rows =
      results.map { results in
        results.map { result in
          cells(result.redelivery) + [
            word(result.outcome.word, isFailure: result.outcome.isFailure),
            result.outcome.delivery?.httpStatus.map(String.init) ?? "",
            result.remarks.map { Markdown.code($0, limit: PingText.answerLimit) }.joined(separator: "<br>"),
          ]
        }
      } ?? plan.redeliveries.map { cells($0) }
    let header = ["Time", "App", "Webhook", "Event", "Delivery"]
    return MarkdownReport(
      verdict: RedeliverText.verdict(plan, results).behind(findings.unread, of: "Reading").markdown,
      lists: findings.lists,
      sections: [
        MarkdownReport.Section(
          noun: .init("delivery", plural: "deliveries"),
          header: header + (results == nil ? [] : ["Result", "Status", "Why"]), rows: rows)
      ])
  }

  private func cells(_ redelivery: Redelivery) -> [String] {
    cells(redelivery.webhook, redelivery.delivery) + [Markdown.code(redelivery.deliveryId)]
  }

  private func cells(_ webhook: WebhookReference?, _ delivery: DeliveryRecord?) -> [String] {
    [time(delivery?.createdDate)]
      + [webhook?.appTitle, webhook?.name, delivery?.eventTitle].map { $0.map { Markdown.code($0) } ?? "" }
  }

  private func word(_ text: String, isFailure: Bool) -> String {
    let shown = text.isEmpty ? "" : Markdown.code(text)
    return isFailure ? "**\(shown)**" : shown
  }

  private func time(_ date: Date?) -> String {
    date.map { LocalTime(date: $0, zone: zone).description } ?? ""
  }
}
