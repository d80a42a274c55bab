import DesiredState

/// What App Store Connect has of one app, whatever any file says of it.
package struct LiveApp: Sendable {
  package var facts: AppFacts
  package var webhooks: Result<[LiveWebhook], AppFailure>
  package var title: String { facts.title }

  package init(facts: AppFacts, webhooks: Result<[LiveWebhook], AppFailure>) {
    self.facts = facts
    self.webhooks = webhooks
  }
}
