import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AppStoreConnectSimulator {
  /// Lets an event happen to an app: it is delivered to every enabled webhook that listens to its type.
  ///
  /// - Parameter payload: the body that receivers get; `nil` for one like Apple's of this type.
  ///
  /// - Returns: the IDs of the deliveries; `nil` if there is no such app.
  @discardableResult
  package func recordEvent(appId: String, type: EventType, payload: String? = nil) -> [String]? {
    recordEvent(appId: appId, type: type, payload: payload, attributes: [:])?.deliveryIds
  }

  /// The same, with attributes of the payload.
  ///
  /// - Returns: the event's ID too.
  func recordEvent(
    appId: String, type: EventType, payload: String? = nil, attributes: [String: JSONValue]
  ) -> (eventId: String, deliveryIds: [String])? {
    guard let app = catalog[appId] else { return nil }
    let now = configuration.now()
    let (id, deliveries) = state.withLock { state in
      let id = state.makeID(.event)
      var own = EventPayload(of: type, id: id, at: now)
      own.setApp(appId)
      own.setInstance(state.makeID(.instance))
      own.merge(attributes)
      let body = payload ?? own.text
      let event = WebhookEvent(
        id: id,
        attributes: .init(eventType: type, payload: body, ping: false, createdDate: Timestamp(now)))
      let deliveries = state.webhooks[app.index].indices.compactMap { index -> PendingDelivery? in
        let place = SimulatorState.Place(app: app.index, index: index)
        let webhook = state[place].webhook
        guard webhook.enabled, webhook.eventTypes.contains(type) else { return nil }
        return deliver(event, to: place, redelivery: false, in: &state, at: now)
      }
      return (id, deliveries)
    }
    send(deliveries)
    return (id, deliveries.map(\.record.id))
  }

  /// A delivery that was written down, and what to send for it.
  struct PendingDelivery: Sendable {
    var record: SimulatorState.DeliveryRecord
    var attempt: DeliveryAttempt
  }

  /// Writes a delivery down; the caller sends it outside of the lock.
  func deliver(
    _ event: WebhookEvent, to place: SimulatorState.Place, redelivery: Bool, in state: inout SimulatorState,
    at now: Date
  ) -> PendingDelivery {
    let record = state.addDelivery(of: event, to: place, redelivery: redelivery, at: now)
    let webhook = state[place].webhook
    return PendingDelivery(
      record: record,
      attempt: DeliveryAttempt(
        deliveryId: record.id, webhookId: webhook.id, url: webhook.url,
        payload: event.attributes?.payload ?? "", secret: webhook.secret))
  }

  /// Hands deliveries to the sender, if there is one.
  func send(_ deliveries: [PendingDelivery]) {
    guard let sender = configuration.sender else { return }
    for delivery in deliveries {
      let id = delivery.record.id
      sender(delivery.attempt) { [weak self] outcome in
        guard let self else { return }
        let now = configuration.now()
        state.withLock { $0.settle(id, outcome, at: now) }
      }
    }
  }
}
