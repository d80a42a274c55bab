import AppStoreConnect
import DesiredState
import Planning

/// Which live webhooks are meant: one of several patterns or event types is enough.
package struct WebhookFilter: Sendable {
  package var names: [Glob] = []
  /// Match a URL as App Store Connect has it, or its normal form; if it is masked, what is shown of it.
  package var urls: [Glob] = []
  package var events: Set<EventType> = []
  package var disabledOnly = false

  package init() {}

  package var isEmpty: Bool { names.isEmpty && urls.isEmpty && events.isEmpty && !disabledOnly }

  package func includes(_ webhook: LiveWebhook) -> Bool {
    (names.isEmpty || names.contains { $0.matches(webhook.name) })
      && (urls.isEmpty || urls.contains { pattern in forms(of: webhook).contains { pattern.matches($0) } })
      && (events.isEmpty || webhook.events.contains(where: events.contains))
      && !(disabledOnly && webhook.enabled)
  }

  private func forms(of webhook: LiveWebhook) -> [String] {
    webhook.hidesURL ? [webhook.shownURL] : [webhook.url, webhook.comparableURL]
  }
}
