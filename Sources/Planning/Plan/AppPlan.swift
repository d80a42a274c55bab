import DesiredState
import Diagnostics

/// The part of a plan that concerns one app.
package struct AppPlan: Sendable {
  /// What the file calls the app.
  package var key: AppKey
  /// Where the file names it.
  package var location: SourceRange?
  /// Whether it is no longer in the file, and only what Storehooks manages there is planned for.
  package var hasLeft = false
  /// What is known of it.
  package var facts: AppFacts
  /// Its webhooks: those to be changed in the order of their calls, then the rest.
  package var webhooks: [WebhookPlan] = []
  /// The calls, in the order in which they are made.
  package var steps: [Step] = []
  /// What stays undelivered for a while, because no order of the calls avoids it.
  package var gaps: [CoverageGap] = []
  /// What was known of the secrets of live webhooks, by their IDs.
  package var secretFacts: [String: SecretFacts.Fact] = [:]
  /// What it was made from.
  package var basis: Basis?
  /// Why there is no plan for it; it then has neither webhooks nor steps.
  package var failure: AppFailure?

  /// The live webhooks that a plan was made from, and when they were asked for by the client's clock.
  package struct Basis: Sendable {
    package var webhooks: [LiveWebhook]
    /// When they were asked for.
    package var time: Duration
  }

  /// The name by which reports call it: its bundle ID where known, else the file's key.
  package var title: String { facts.bundleId ?? key.text }

  /// Apple's ID of the app, in whose place the file's key stands where it is one.
  package var id: String { facts.id ?? key.text }
}
