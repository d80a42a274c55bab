import AppStoreConnect
import DesiredState
import Planning

package struct WebhookReference: Sendable, Hashable {
  package var app: AppFacts
  package var id: String
  package var name: String
  /// Where events are delivered, without a password, so that it can be shown.
  package var url: String
  package var isEnabled: Bool

  package init(app: AppFacts, id: String, name: String, url: String, isEnabled: Bool) {
    self.app = app
    self.id = id
    self.name = name
    self.url = url
    self.isEnabled = isEnabled
  }

  package init(app: AppFacts, _ webhook: LiveWebhook) {
    self.init(app: app, id: webhook.id, name: webhook.name, url: webhook.shownURL, isEnabled: webhook.enabled)
  }

  package var appTitle: String { app.title }
}

extension LiveApp {
  package var references: [WebhookReference] {
    ((try? webhooks.get()) ?? []).map { WebhookReference(app: facts, $0) }
  }
}

extension [WebhookReference] {
  /// The webhooks with one of the names or IDs, in their order, and the words that match none. No words select all.
  package func selected(by words: [String]) -> (webhooks: [WebhookReference], unmatched: [String]) {
    guard !words.isEmpty else { return (self, []) }
    let names = Set(words)
    let found = filter { names.contains($0.name) || names.contains($0.id) }
    let known = Set(found.flatMap { [$0.name, $0.id] })
    var seen: Set<String> = []
    return (found, words.filter { !known.contains($0) && seen.insert($0).inserted })
  }
}
