import AppStoreConnect

package struct Redelivery: Sendable, Hashable {
  /// `nil` if unknown; then the new delivery can't be followed.
  package var webhook: WebhookReference?
  package var deliveryId: String
  package var delivery: DeliveryRecord?
}

package struct RedeliveryPlan: Sendable {
  package enum SkipReason: Sendable, Hashable {
    /// Its event was delivered later, by this delivery.
    case deliveredLater(by: String)
    /// Its event is being delivered again, by this delivery.
    case underWay(by: String)
    /// Its event is sent again once, from this delivery.
    case sameEvent(as: String)
    /// It is a test event, which no longer tells anybody anything.
    case ping
    case disabled
  }

  package struct Skip: Sendable, Hashable {
    package var webhook: WebhookReference
    package var delivery: DeliveryRecord
    package var reason: SkipReason
  }

  /// The oldest failure of each webhook first.
  package var redeliveries: [Redelivery]
  package var skipped: [Skip]

  package init(redeliveries: [Redelivery] = [], skipped: [Skip] = []) {
    self.redeliveries = redeliveries
    self.skipped = skipped
  }

  /// Takes each event once, from its latest failure.
  ///
  /// - Parameter lists: up to now, even if the window ends earlier: an event that has arrived since isn't sent again.
  package static func failures(in lists: [WebhookDeliveries], _ window: DeliveryWindow) -> RedeliveryPlan {
    var plan = RedeliveryPlan()
    for list in lists {
      // A delivery without an event ID counts as an event of its own.
      let eventKey = { (delivery: DeliveryRecord) in delivery.eventId ?? "delivery \(delivery.id)" }
      let newestFirst = list.read.newestFirst()
      let byEvent = Dictionary(grouping: newestFirst, by: eventKey)
      for failure in newestFirst.reversed() where failure.state == .failed && window.includes(failure) {
        let event = byEvent[eventKey(failure)] ?? []
        if let reason = reason(toSkip: failure, of: list.webhook, event, window) {
          plan.skipped.append(Skip(webhook: list.webhook, delivery: failure, reason: reason))
        } else {
          plan.redeliveries.append(
            Redelivery(webhook: list.webhook, deliveryId: failure.id, delivery: failure))
        }
      }
    }
    return plan
  }

  /// - Parameter event: the deliveries of the same event to the same webhook, newest first.
  private static func reason(
    toSkip failure: DeliveryRecord, of webhook: WebhookReference, _ event: [DeliveryRecord],
    _ window: DeliveryWindow
  ) -> SkipReason? {
    let later = event.prefix { $0.id != failure.id }
    if let success = later.first(where: \.hasSucceeded) { return .deliveredLater(by: success.id) }
    if let pending = later.first(where: { !$0.isSettled }) { return .underWay(by: pending.id) }
    if let latest = later.first(where: { $0.state == .failed && window.includes($0) }) {
      return .sameEvent(as: latest.id)
    }
    if failure.isPing { return .ping }
    return webhook.isEnabled ? nil : .disabled
  }

  /// Takes deliveries in the order of the IDs, each event once.
  ///
  /// - Parameter lists: where their webhooks are looked for.
  package static func deliveries(_ ids: [String], in lists: [WebhookDeliveries]) -> RedeliveryPlan {
    var known: [String: (webhook: WebhookReference, delivery: DeliveryRecord)] = [:]
    for list in lists {
      for delivery in list.read { known[delivery.id] = (list.webhook, delivery) }
    }
    var plan = RedeliveryPlan()
    var seen: Set<String> = []
    var events: [String: String] = [:]
    for id in ids where seen.insert(id).inserted {
      guard let found = known[id] else {
        plan.redeliveries.append(Redelivery(webhook: nil, deliveryId: id, delivery: nil))
        continue
      }
      if let event = found.delivery.eventId {
        let key = found.webhook.id + " " + event
        if let first = events[key] {
          plan.skipped.append(
            Skip(webhook: found.webhook, delivery: found.delivery, reason: .sameEvent(as: first)))
          continue
        }
        events[key] = id
      }
      plan.redeliveries.append(Redelivery(webhook: found.webhook, deliveryId: id, delivery: found.delivery))
    }
    return plan
  }
}
