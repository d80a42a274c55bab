import DesiredState

/// What App Store Connect has of one app, whatever any file says of it.
package struct LiveApp: Sendable {
  /// What is known of the app.
  package var facts: AppFacts
  /// Its webhooks, or why they could not be read.
  package var webhooks: Result<[LiveWebhook], AppFailure>

  /// What to call the app: its bundle ID, or else its Apple ID.
  package var title: String { facts.title }

  package init(facts: AppFacts, webhooks: Result<[LiveWebhook], AppFailure>) {
    self.facts = facts
    self.webhooks = webhooks
  }
}
