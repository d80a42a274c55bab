import AppStoreConnect
import Diagnostics
import Platform
import Reconciler

/// What `deliveries --follow` prints, one result at a time.
package enum FollowReport: Report {
  case following(webhooks: Int, interval: Duration)
  case delivery(DeliveryNews.Item, showsPayload: Bool)
  case summary(webhooks: Int, DeliveryWatcher.Outcome, Findings)

  package func text(for reader: Reader) -> String? {
    switch self {
    // Said beside the results.
    case .following: nil
    case .delivery(let item, let showsPayload):
      FollowText(style: reader.style, width: reader.width).line(item, showsPayload: showsPayload)
    case .summary(let webhooks, let outcome, let findings):
      Verdict(
        title: "Followed:",
        tally: "\(counted("delivery", outcome.deliveries.count, plural: "deliveries")) to "
          + "\(counted("webhook", webhooks)), \(grouped(outcome.failed.count)) failed."
      ).text(style: reader.style) + " \(findings.statistics.text)\n"
    }
  }

  /// One object a line, distinguished by `kind`.
  package var json: String? { document?.line }

  package var document: JSONObject? {
    switch self {
    case .following(let webhooks, let interval):
      return [
        "kind": "following", "webhooks": webhooks, "intervalSeconds": Int(interval.milliseconds / 1_000),
      ]
    case .delivery(let item, let showsPayload):
      return item.webhook.document.merging(item.delivery.document)
        .adding(["kind": "delivery", "payload": showsPayload ? item.delivery.payload : nil])
    case .summary(_, let outcome, let findings):
      let summary: JSONObject = [
        "kind": "summary", "deliveries": outcome.deliveries.count, "failed": outcome.failed.count,
      ]
      return summary.with(findings)
    }
  }
}

/// A delivery on one line, or two if the terminal is narrow.
struct FollowText {
  let style: Style
  var width: Int?
  var zone = LocalTime.Zone.system

  /// As wide as `SUCCEEDED 200`.
  private static let stateWidth = 13

  func line(_ item: DeliveryNews.Item, showsPayload: Bool = false) -> String {
    let delivery = item.delivery
    let time = delivery.createdDate.map { LocalTime(date: $0, zone: zone).short } ?? ""
    let state = [delivery.state?.rawValue, delivery.httpStatus.map(String.init)].compactMap { $0 }
      .joined(separator: " ")
    let padding = String(repeating: " ", count: max(0, Self.stateWidth - state.count))
    let head = time + "  " + delivery.styled(TerminalText.escaped(state), style) + padding + "  "
    let margin = TerminalText.width(of: time) + 2 + max(state.count, Self.stateWidth) + 2
    let error = Wording.short(delivery.errorMessage ?? "", to: PingText.answerLimit)
    let parts = [item.webhook.appTitle + " · " + item.webhook.name, delivery.eventTitle, error]
      .filter { !$0.isEmpty }.map(TerminalText.escaped(_:))
    let payload = showsPayload ? delivery.payload.map { "  \(TerminalText.escaped($0))\n" } ?? "" : ""
    return head + set(parts, margin: margin) + "\n" + payload
  }

  /// Parts side by side, as far as they fit.
  private func set(_ parts: [String], margin: Int) -> String {
    var text = ""
    var used = margin
    for part in parts {
      let columns = TerminalText.width(of: part)
      if !text.isEmpty {
        let fits = width.map { used + 2 + columns <= $0 } ?? true
        text += fits ? "  " : "\n" + String(repeating: " ", count: margin)
        used = fits ? used + 2 : margin
      }
      text += part
      used += columns
    }
    return text
  }
}

extension DeliveryWatcher.Event {
  /// What is wrong or worth saying.
  package var diagnostics: [Diagnostic] {
    switch self {
    case .following, .delivery: []
    case .failures(let lists): lists.failures
    case .gone(let webhooks): [.warning("gone, and no longer followed: \(webhooks.named)", at: nil)]
    case .outOfQuota(let count):
      [
        .warning(
          "\(counted("webhook", count)) must wait, to leave 30 % of the hour's requests to others", at: nil)
      ]
    }
  }
}
