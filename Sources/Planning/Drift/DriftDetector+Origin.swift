import DesiredState
/// How a difference came about. The state file knows IDs and names, but no former URLs or event types.
extension DriftDetector {
  func missing(_ target: TargetWebhook, in app: AppFacts, liveIDs: Set<String>) -> WebhookDrift {
    var drift = WebhookDrift(
      kind: .missing, name: target.name, url: target.url.shown, events: target.events,
      enabled: target.enabled, location: target.locations?.webhook, locations: target.locations)
    let recorded = recorded(in: app)
    if let lost = recorded.first(where: { $0.name == target.name && !liveIDs.contains($0.webhookId) }) {
      drift.origin = .deletedByHand(webhookId: lost.webhookId)
    } else if !recorded.isEmpty, !recorded.contains(where: { $0.name == target.name }) {
      drift.origin = .notAppliedYet
    }
    return drift
  }

  func changed(_ target: TargetWebhook, _ live: LiveWebhook, _ fields: [FieldChange]) -> WebhookDrift {
    var drift = WebhookDrift(
      kind: .changed, name: target.name, webhookId: live.id, url: target.url.shown, enabled: live.enabled,
      fields: fields, location: target.locations?.webhook, locations: target.locations)
    if target.name != live.name, let recorded = record?[webhookId: live.id] {
      drift.origin = recorded.name == live.name ? .renamedInTheFile : .renamedByHand(from: recorded.name)
    }
    return drift
  }

  func additional(_ live: LiveWebhook, in app: AppFacts) -> WebhookDrift {
    var drift = WebhookDrift(
      kind: .additional, name: live.name, webhookId: live.id, url: live.shownURL, events: live.events,
      enabled: live.enabled)
    if let recorded = record?[webhookId: live.id] {
      drift.origin = recorded.name == live.name ? .leftTheFile : .renamedByHand(from: recorded.name)
    } else if !recorded(in: app).isEmpty {
      drift.origin = .addedByHand
    }
    return drift
  }

  /// How many webhooks are on record for an app that App Store Connect no longer shows.
  func knownWebhooks(of key: AppKey, in record: RecordedState) -> Int {
    switch key {
    case .appleId(let id): record.webhooks(ofApp: id).count
    case .bundleId(let id): record.webhooks.count { $0.bundleId == id }
    }
  }

  private func recorded(in app: AppFacts) -> [RecordedState.RecordedWebhook] {
    app.id.flatMap { record?.webhooks(ofApp: $0) } ?? []
  }
}
