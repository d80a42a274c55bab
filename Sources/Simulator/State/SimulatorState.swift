import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All that changes in a simulator; the simulator keeps it under one lock.
struct SimulatorState: Sendable {
  /// A webhook and what was delivered to it.
  struct WebhookRecord: Sendable {
    var webhook: Fleet.Webhook
    /// Grows with every webhook; lists are ordered by it and pages continue after it.
    var sequence: Int
    /// Oldest first.
    var deliveries: [DeliveryRecord] = []
  }

  /// A delivery of an event.
  struct DeliveryRecord: Sendable {
    var id: String
    var sequence: Int
    var createdDate: Date
    var attributes: WebhookDelivery.Attributes
    var event: WebhookEvent
    /// Whether a redelivery of it has been made.
    var wasSentAgain = false
  }

  struct Place: Sendable {
    var app: Int
    var index: Int
  }

  /// The webhooks of each app, in the order of the fleet's apps.
  private(set) var webhooks: [[WebhookRecord]]
  /// What the webhooks of each app were until some time, oldest first, as far back as it may be asked for.
  private var past: [(end: Duration, webhooks: [[WebhookRecord]])] = []
  private var longestLag = Duration.zero
  /// The app that a webhook belongs to.
  private var appOfWebhook: [String: Int] = [:]
  /// The webhook that a delivery was made to.
  private var webhookOfDelivery: [String: String] = [:]
  private var lastSequence = 0
  private var ids: IDGenerator
  var rate: RateLimiter
  /// How often webhooks were changed.
  var changes = 0

  init(_ fleet: Fleet, seed: UInt64, hourlyLimit: Int) {
    ids = IDGenerator(seed: seed)
    rate = RateLimiter(limit: hourlyLimit)
    webhooks = fleet.apps.map { _ in [] }
    for (app, webhook) in fleet.apps.enumerated().flatMap({ app in
      app.element.webhooks.map { (app.offset, $0) }
    }) {
      append(webhook, toApp: app)
    }
  }

  /// A new ID. One that a webhook of the fleet has already is skipped: an earlier run with the same seed may
  /// have made it.
  mutating func makeID(_ kind: IDGenerator.Kind) -> String {
    var id = ids.next(kind)
    while appOfWebhook[id] != nil { id = ids.next(kind) }
    return id
  }

  mutating func draw() -> Double { ids.draw() }

  func place(ofWebhook id: String) -> Place? {
    guard let app = appOfWebhook[id], let index = webhooks[app].firstIndex(where: { $0.webhook.id == id })
    else { return nil }
    return Place(app: app, index: index)
  }

  subscript(place: Place) -> WebhookRecord {
    get { webhooks[place.app][place.index] }
    set { webhooks[place.app][place.index] = newValue }
  }

  /// Applies changes to a webhook's record in place.
  mutating func update(_ place: Place, _ change: (inout WebhookRecord) -> Void) {
    change(&webhooks[place.app][place.index])
  }

  mutating func append(_ webhook: Fleet.Webhook, toApp app: Int) {
    lastSequence += 1
    webhooks[app].append(WebhookRecord(webhook: webhook, sequence: lastSequence))
    appOfWebhook[webhook.id] = app
  }

  mutating func remove(_ place: Place) {
    let record = webhooks[place.app].remove(at: place.index)
    appOfWebhook[record.webhook.id] = nil
    for delivery in record.deliveries { webhookOfDelivery[delivery.id] = nil }
  }

  /// Whether the webhooks' past may be asked for.
  var keepsPast: Bool { longestLag > .zero }

  /// Keeps the past from now on, for this long.
  mutating func keepPast(_ lag: Duration) { longestLag = max(longestLag, lag) }

  /// Notes what the webhooks of each app were until now.
  mutating func remember(_ former: [[WebhookRecord]], until now: Duration) {
    guard keepsPast else { return }
    past.removeAll { $0.end <= now - longestLag }
    past.append((now, former))
  }

  /// The webhooks of an app at some time.
  func webhooks(ofApp app: Int, at time: Duration) -> [WebhookRecord] {
    (past.first { $0.end > time }?.webhooks ?? webhooks)[app]
  }

  /// The place of the webhook that a delivery was made to, and the delivery.
  func delivery(_ id: String) -> (place: Place, record: DeliveryRecord)? {
    guard let webhook = webhookOfDelivery[id], let place = place(ofWebhook: webhook),
      let record = self[place].deliveries.first(where: { $0.id == id })
    else { return nil }
    return (place, record)
  }

  /// Forgets the deliveries to a webhook that are too old to be listed.
  mutating func forgetOldDeliveries(to place: Place, at now: Date) {
    let old = self[place].deliveries.prefix {
      now.timeIntervalSince($0.createdDate) > APILimits.deliveryRetention
    }
    guard !old.isEmpty else { return }
    for delivery in old { webhookOfDelivery[delivery.id] = nil }
    update(place) { $0.deliveries.removeFirst(old.count) }
  }

  /// Adds a delivery, PENDING, and forgets those that are too old to be listed.
  mutating func addDelivery(
    of event: WebhookEvent, to place: Place, redelivery: Bool, at now: Date
  ) -> DeliveryRecord {
    lastSequence += 1
    // Only as precise as the answer shows it, so that a client can use what it read as a filter.
    let now = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
    let url = self[place].webhook.url
    let record = DeliveryRecord(
      id: makeID(.delivery), sequence: lastSequence, createdDate: now,
      attributes: .init(
        createdDate: Timestamp(now), deliveryState: .pending, redelivery: redelivery,
        request: .init(url: url)),
      event: event)
    webhookOfDelivery[record.id] = self[place].webhook.id
    forgetOldDeliveries(to: place, at: now)
    update(place) { $0.deliveries.append(record) }
    return record
  }

  mutating func noteRepetition(of id: String, to place: Place) {
    update(place) { webhook in
      for index in webhook.deliveries.indices where webhook.deliveries[index].id == id {
        webhook.deliveries[index].wasSentAgain = true
      }
    }
  }

  /// Writes down how a delivery ended; ignores one that is no longer kept.
  mutating func settle(_ id: String, _ outcome: DeliveryOutcome, at now: Date) {
    guard let webhook = webhookOfDelivery[id], let place = place(ofWebhook: webhook),
      let index = self[place].deliveries.firstIndex(where: { $0.id == id })
    else { return }
    update(place) { $0.deliveries[index].attributes.settle(outcome, at: now) }
  }
}
