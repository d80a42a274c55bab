import AppStoreConnect

/// A delivery that is to be sent again.
package struct Redelivery: Sendable, Hashable {
  /// The webhook; `nil` where it isn't known, and then the new delivery can't be followed.
  package var webhook: WebhookReference?
  /// The ID of the delivery whose event is sent again.
  package var deliveryId: String
  /// The delivery; `nil` where it isn't known.
  package var delivery: DeliveryRecord?
}

/// Which deliveries are to be sent again, and which failures not.
package struct RedeliveryPlan: Sendable {
  /// Why a delivery isn't sent again.
  package enum SkipReason: Sendable, Hashable {
    /// Its event was delivered later, by this delivery.
    case deliveredLater(by: String)
    /// Its event is being delivered again, by this delivery.
    case underWay(by: String)
    /// Its event is sent again once, from this delivery.
    case sameEvent(as: String)
    /// It is a test event, which tells nobody anything any more.
    case ping
    /// Its webhook is disabled.
    case disabled
  }

  /// A delivery that isn't sent again.
  package struct Skip: Sendable, Hashable {
    package var webhook: WebhookReference
    package var delivery: DeliveryRecord
    /// Why.
    package var reason: SkipReason
  }

  /// What is sent again, the oldest failure of each webhook first.
  package var redeliveries: [Redelivery]
  /// What isn't.
  package var skipped: [Skip]

  package init(redeliveries: [Redelivery] = [], skipped: [Skip] = []) {
    self.redeliveries = redeliveries
    self.skipped = skipped
  }

  /// Sends again what has failed in a window: each event once, from its latest failure.
  ///
  /// - Parameters:
  ///   - lists: the deliveries from the window's beginning up to now, also where the window ends before: an event
  ///     that has arrived since isn't sent again.
  ///   - window: which failures are meant.
  package static func failures(in lists: [WebhookDeliveries], _ window: DeliveryWindow) -> RedeliveryPlan {
    var plan = RedeliveryPlan()
    for list in lists {
      // A delivery that tells no event is taken for one of its own.
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

  /// Sends deliveries again by their IDs, in their order, each event once.
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
      plan.redeliveries.append(
        Redelivery(webhook: found.webhook, deliveryId: id, delivery: found.delivery))
    }
    return plan
  }
}
