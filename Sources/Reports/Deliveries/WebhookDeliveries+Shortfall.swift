import Diagnostics
import Reconciler

extension [WebhookDeliveries] {
  /// The webhooks to which too few deliveries arrived. A webhook without a finished delivery isn't one of them.
  ///
  /// - Parameter minimum: the share that must arrive, from 0 to 1.
  package func shortfalls(below minimum: Double) -> [Diagnostic] {
    compactMap { list in
      let tally = DeliveryTally(list.read)
      guard let rate = tally.rate, rate < minimum else { return nil }
      let webhook = list.webhook
      return .warning(
        "webhook '\(webhook.name)' of '\(webhook.appTitle)' got \(grouped(tally.ended - tally.missed)) of "
          + "\(counted("delivery", tally.ended, plural: "deliveries")) (\(DeliveriesText.percent(rate)))",
        at: nil)
    }
  }
}
