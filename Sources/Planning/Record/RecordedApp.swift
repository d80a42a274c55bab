import DesiredState

/// An app on record that a rule of `defaults` matched by its former bundle ID, and that none matches by its new one. It
/// hasn't left, and gets no calls.
package struct RenamedApp: Sendable, Hashable {
  package var recorded: RecordedApp
  package var facts: AppFacts

  package init(_ recorded: RecordedApp, _ facts: AppFacts) { (self.recorded, self.facts) = (recorded, facts) }
}

package struct RecordedApp: Sendable, Hashable {
  package let appId: String
  package private(set) var bundleId: String?
  /// `nil` if it was never noted.
  package var files: AppFiles?
  /// When something of this record last changed: UTC, `2026-11-28T03:10:56Z`.
  package var applied: String?
  /// Sorted by ID.
  package private(set) var webhooks: [RecordedState.RecordedWebhook] = []

  package init(
    appId: String, bundleId: String? = nil, files: AppFiles? = nil, applied: String? = nil,
    webhooks: [RecordedState.RecordedWebhook] = []
  ) {
    self.appId = appId
    self.bundleId = bundleId ?? webhooks.lazy.compactMap(\.bundleId).first
    self.files = files
    self.applied = applied
    self.webhooks = webhooks.sorted { $0.webhookId < $1.webhookId }
    spreadBundleId()
  }

  package var facts: AppFacts { AppFacts(id: appId, bundleId: bundleId) }

  package var title: String { bundleId ?? appId }

  /// Whether there is anything that a later run could need.
  var isWorthKeeping: Bool { files != nil || !webhooks.isEmpty }

  mutating func learn(bundleId: String?) {
    guard let bundleId, bundleId != self.bundleId else { return }
    self.bundleId = bundleId
    spreadBundleId()
  }

  subscript(webhookId id: String) -> RecordedState.RecordedWebhook? {
    let index = place(of: id)
    return index < webhooks.count && webhooks[index].webhookId == id ? webhooks[index] : nil
  }

  mutating func put(_ webhook: RecordedState.RecordedWebhook) {
    learn(bundleId: webhook.bundleId)
    var webhook = webhook
    webhook.bundleId = bundleId
    let index = place(of: webhook.webhookId)
    if index < webhooks.count, webhooks[index].webhookId == webhook.webhookId {
      webhooks[index] = webhook
    } else {
      webhooks.insert(webhook, at: index)
    }
  }

  mutating func remove(webhookId id: String) {
    let index = place(of: id)
    guard index < webhooks.count, webhooks[index].webhookId == id else { return }
    webhooks.remove(at: index)
  }

  mutating func dropFingerprints() {
    for index in webhooks.indices {
      webhooks[index].fingerprint = nil
      webhooks[index].iterations = nil
    }
  }

  private mutating func spreadBundleId() {
    for index in webhooks.indices { webhooks[index].bundleId = bundleId }
  }

  /// Where a webhook stands in the sorted list, or would.
  private func place(of id: String) -> Int {
    var low = 0
    var high = webhooks.count
    while low < high {
      let middle = (low + high) / 2
      if webhooks[middle].webhookId < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
