/// What is kept about the webhooks that Storehooks manages: facts only, never a secret.
///
/// A plan can do without it and then knows less: every secret is unknown, and webhooks of apps that left the
/// desired-state file are forgotten.
public struct RecordedState: Sendable, Equatable {
  /// What is kept about one webhook.
  public struct RecordedWebhook: Sendable, Hashable {
    /// Apple's ID of the app.
    public var appId: String
    /// The app's bundle ID, where it was known.
    public var bundleId: String?
    /// Apple's ID of the webhook.
    public var webhookId: String
    /// The webhook's name.
    public var name: String
    /// The fingerprint of its secret; `nil` where the secret isn't known.
    public var fingerprint: Fingerprint?

    /// Creates a record. The IDs mustn't be empty.
    public init(
      appId: String, bundleId: String? = nil, webhookId: String, name: String, fingerprint: Fingerprint? = nil
    ) {
      self.appId = appId
      self.bundleId = bundleId
      self.webhookId = webhookId
      self.name = name
      self.fingerprint = fingerprint
    }
  }

  /// The authority of the API that it was made against, `api.appstoreconnect.apple.com`, or `simulator`.
  public var api: String

  /// The issuer ID of the API key; `nil` for an individual key and for the simulator.
  public var issuer: String?

  /// How the fingerprints are derived. Other parameters make those on record worthless, so they are dropped.
  public var parameters: FingerprintParameters {
    didSet {
      guard parameters != oldValue else { return }
      webhooksByApp = webhooksByApp.mapValues { webhooks in
        webhooks.map { webhook in
          var webhook = webhook
          webhook.fingerprint = nil
          return webhook
        }
      }
    }
  }

  /// Sorted by webhook ID; no app without a webhook.
  private var webhooksByApp: [String: [RecordedWebhook]] = [:]
  private var appsByWebhook: [String: String] = [:]

  /// Creates a state without webhooks.
  public init(api: String, issuer: String?, parameters: FingerprintParameters) {
    self.api = api
    self.issuer = issuer
    self.parameters = parameters
  }

  /// Creates a state with webhooks in any order, each listed once, in time that doesn't depend on the order.
  init(api: String, issuer: String?, parameters: FingerprintParameters, webhooks: [RecordedWebhook]) {
    self.init(api: api, issuer: issuer, parameters: parameters)
    webhooksByApp = Dictionary(grouping: webhooks, by: \.appId)
      .mapValues { $0.sorted { $0.webhookId < $1.webhookId } }
    appsByWebhook.reserveCapacity(webhooks.count)
    for webhook in webhooks { appsByWebhook[webhook.webhookId] = webhook.appId }
  }

  /// All webhooks, sorted by app ID, then webhook ID.
  public var webhooks: [RecordedWebhook] { appIds.flatMap { webhooksByApp[$0] ?? [] } }

  /// The IDs of the apps that have a webhook on record, sorted.
  public var appIds: [String] { webhooksByApp.keys.sorted() }

  /// The webhooks of one app, sorted by webhook ID.
  public func webhooks(ofApp appId: String) -> [RecordedWebhook] { webhooksByApp[appId] ?? [] }

  /// The record of a webhook.
  public subscript(webhookId id: String) -> RecordedWebhook? {
    guard let appId = appsByWebhook[id], let webhooks = webhooksByApp[appId] else { return nil }
    let index = Self.place(of: id, in: webhooks)
    return index < webhooks.count && webhooks[index].webhookId == id ? webhooks[index] : nil
  }

  /// Puts a webhook on record, in place of what was known of it. One without IDs could never be found again
  /// and isn't kept.
  public mutating func record(_ webhook: RecordedWebhook) {
    guard !webhook.appId.isEmpty, !webhook.webhookId.isEmpty else { return }
    if let appId = appsByWebhook[webhook.webhookId], appId != webhook.appId {
      forget(webhookId: webhook.webhookId)
    }
    let isKnown = appsByWebhook.updateValue(webhook.appId, forKey: webhook.webhookId) != nil
    let index = Self.place(of: webhook.webhookId, in: webhooksByApp[webhook.appId] ?? [])
    if isKnown {
      webhooksByApp[webhook.appId]?[index] = webhook
    } else {
      webhooksByApp[webhook.appId, default: []].insert(webhook, at: index)
    }
  }

  /// Drops what is known of a webhook.
  public mutating func forget(webhookId id: String) {
    guard let appId = appsByWebhook.removeValue(forKey: id), let webhooks = webhooksByApp[appId] else {
      return
    }
    if webhooks.count == 1 {
      webhooksByApp[appId] = nil
    } else {
      webhooksByApp[appId]?.remove(at: Self.place(of: id, in: webhooks))
    }
  }

  /// Whether it was made against this API with this issuer; the case of letters doesn't matter in either.
  public func isFor(api: String, issuer: String?) -> Bool {
    self.api.lowercased() == api.lowercased() && self.issuer?.lowercased() == issuer?.lowercased()
  }

  /// Where a webhook stands in a sorted list, or would.
  private static func place(of id: String, in webhooks: [RecordedWebhook]) -> Int {
    var low = 0
    var high = webhooks.count
    while low < high {
      let middle = (low + high) / 2
      if webhooks[middle].webhookId < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
