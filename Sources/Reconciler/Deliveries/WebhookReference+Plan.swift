import AppStoreConnect
import Planning

extension Outcome {
  /// The webhooks that calls have created or changed and that still exist, as they are now.
  ///
  /// - Parameter readings: what the plan was made from.
  package func writtenWebhooks(readings: [AppReading]) -> [WebhookReference] {
    let live = readings.liveWebhooks
    let statuses = Dictionary(results.map { ($0.step, $0) }, uniquingKeysWith: { first, _ in first })
    var written: [WebhookReference] = []
    for app in plan.apps {
      for step in app.steps {
        guard let result = statuses[step.number], case .applied = result.status, let id = result.webhookId
        else { continue }
        switch step.call {
        case .create(let target):
          written.append(
            WebhookReference(
              app: app.facts, id: id, name: target.name, url: target.url.shown, isEnabled: target.enabled))
        case .modify(_, let modification):
          // A webhook that swaps roles is changed more than once.
          let index = written.firstIndex { $0.id == id }
          let before = index.map { written[$0] } ?? live[id].map { WebhookReference(app: app.facts, $0) }
          let after = WebhookReference(
            app: app.facts, id: id, name: modification.name ?? before?.name ?? step.webhook,
            url: modification.url?.shown ?? before?.url ?? "",
            isEnabled: modification.enabled ?? before?.isEnabled ?? true)
          if let index { written[index] = after } else { written.append(after) }
        case .delete: written.removeAll { $0.id == id }
        }
      }
    }
    return written
  }
}

extension Outcome {
  package var createdWebhooks: Set<String> {
    let creates = Set(plan.steps.filter { $0.action == .create }.map(\.number))
    return Set(results.filter { creates.contains($0.step) }.compactMap(\.webhookId))
  }
}

extension Plan {
  /// The live webhooks of the file that it wants to be enabled.
  package func enabledWebhooksOfFile(readings: [AppReading]) -> [WebhookReference] {
    let live = readings.liveWebhooks
    return apps.flatMap { app in
      app.webhooks.compactMap { webhook in
        guard [.unchanged, .modify].contains(webhook.action),
          let found = webhook.webhookId.flatMap({ live[$0] })
        else { return nil }
        let change = webhook.changes.first { $0.field == .enabled }
        let isEnabled = change.map { $0.after == .flag(true) } ?? found.enabled
        return isEnabled ? WebhookReference(app: app.facts, found) : nil
      }
    }
  }
}

extension [AppReading] {
  fileprivate var liveWebhooks: [String: LiveWebhook] {
    let webhooks = flatMap { (try? $0.webhooks.get()) ?? [] }
    return Dictionary(webhooks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
