/// What is kept about the apps and webhooks that Storehooks manages: facts only, never a secret.
///
/// A plan can do without it and then knows less: every secret is unknown, and webhooks of apps that left the
/// desired-state file are forgotten.
package struct RecordedState: Sendable, Equatable {
  package struct RecordedWebhook: Sendable, Hashable {
    package var appId: String
    package var bundleId: String?
    package var webhookId: String
    package var name: String
    package var fingerprint: Fingerprint?
    /// The fingerprint's rounds, if they aren't those of the file's parameters.
    package var iterations: Int?
    /// Whether its URL contains a sensitive variable, so that it mustn't be shown, even if no file names it any more.
    package var hasSensitiveURL = false

    /// The IDs mustn't be empty.
    package init(
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
  package var api: String

  /// `nil` for an individual key and for the simulator.
  package var issuer: String?

  /// Other parameters make the fingerprints on record worthless, so they are dropped.
  package var parameters: FingerprintParameters {
    didSet {
      guard parameters != oldValue else { return }
      for id in appsById.keys { appsById[id]?.dropFingerprints() }
    }
  }

  /// Only apps that are worth keeping.
  private var appsById: [String: RecordedApp] = [:]
  private var appsByWebhook: [String: String] = [:]

  /// In any order, each listed once, and no webhook listed twice.
  package init(api: String, issuer: String?, parameters: FingerprintParameters, apps: [RecordedApp] = []) {
    self.api = api
    self.issuer = issuer
    self.parameters = parameters
    for app in apps where app.isWorthKeeping {
      appsById[app.appId] = app
      for webhook in app.webhooks { appsByWebhook[webhook.webhookId] = app.appId }
    }
  }

  /// In any order, each listed once; the time it takes doesn't depend on the order.
  package init(api: String, issuer: String?, parameters: FingerprintParameters, webhooks: [RecordedWebhook]) {
    let apps = Dictionary(grouping: webhooks, by: \.appId).map { RecordedApp(appId: $0, webhooks: $1) }
    self.init(api: api, issuer: issuer, parameters: parameters, apps: apps)
  }

  /// Sorted by app ID, then webhook ID.
  package var webhooks: [RecordedWebhook] { apps.flatMap(\.webhooks) }

  /// Sorted by ID.
  package var apps: [RecordedApp] { appsById.values.sorted { $0.appId < $1.appId } }
  package var appIds: [String] { appsById.keys.sorted() }

  /// The IDs of webhooks whose URLs mustn't be shown.
  package var sensitiveWebhooks: Set<String> { Set(webhooks.filter(\.hasSensitiveURL).map(\.webhookId)) }

  package func webhooks(ofApp appId: String) -> [RecordedWebhook] { appsById[appId]?.webhooks ?? [] }

  package subscript(appId id: String) -> RecordedApp? { appsById[id] }

  /// By their IDs; none of an app whose ID isn't known.
  package func names(ofApp appId: String?) -> [String: String] {
    guard let appId else { return [:] }
    return Dictionary(webhooks(ofApp: appId).map { ($0.webhookId, $0.name) }) { first, _ in first }
  }

  package subscript(webhookId id: String) -> RecordedWebhook? {
    appsByWebhook[id].flatMap { appsById[$0]?[webhookId: id] }
  }

  /// Ignores a webhook without IDs, which could never be found again.
  package mutating func record(_ webhook: RecordedWebhook) {
    guard !webhook.appId.isEmpty, !webhook.webhookId.isEmpty else { return }
    if let appId = appsByWebhook[webhook.webhookId], appId != webhook.appId {
      forget(webhookId: webhook.webhookId)
    }
    appsByWebhook[webhook.webhookId] = webhook.appId
    appsById[webhook.appId, default: RecordedApp(appId: webhook.appId)].put(webhook)
  }

  package mutating func record(_ files: AppFiles?, ofApp appId: String, bundleId: String?) {
    guard !appId.isEmpty else { return }
    var app = appsById[appId] ?? RecordedApp(appId: appId)
    app.learn(bundleId: bundleId)
    app.files = files
    appsById[appId] = app.isWorthKeeping ? app : nil
  }

  package mutating func record(applied time: String, ofApp appId: String) {
    appsById[appId]?.applied = time
  }

  /// The app stays on record if its files are known.
  package mutating func forget(webhookId id: String) {
    guard let appId = appsByWebhook.removeValue(forKey: id) else { return }
    appsById[appId]?.remove(webhookId: id)
    if appsById[appId]?.isWorthKeeping == false { appsById[appId] = nil }
  }

  package mutating func forget(appId: String) {
    guard let app = appsById.removeValue(forKey: appId) else { return }
    for webhook in app.webhooks { appsByWebhook[webhook.webhookId] = nil }
  }

  /// The case of letters doesn't matter.
  package func isFor(api: String, issuer: String?) -> Bool {
    self.api.lowercased() == api.lowercased() && self.issuer?.lowercased() == issuer?.lowercased()
  }
}
