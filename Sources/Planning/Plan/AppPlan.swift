import AppStoreConnect
import DesiredState
import Diagnostics

package struct AppPlan: Sendable {
  package var key: AppKey
  package var location: SourceRange?
  /// Whether it is no longer in the file: then only what Storehooks manages there is planned for.
  package var hasLeft = false
  /// What is known of it.
  package var facts: AppFacts
  /// Those to be changed in the order of their calls, then the rest.
  package var webhooks: [WebhookPlan] = []
  package var steps: [Step] = []
  package var gaps: [CoverageGap] = []
  /// By the IDs of live webhooks.
  package var secretFacts: [String: SecretFacts.Fact] = [:]
  package var basis: Basis?
  /// With one, there are neither webhooks nor steps.
  package var failure: AppFailure?

  /// The live webhooks that a plan was made from, and when they were asked for by the client's clock.
  package struct Basis: Sendable {
    package var webhooks: [LiveWebhook]
    package var time: Duration
  }

  package var title: String { facts.bundleId ?? key.text }
  package var id: String { facts.id ?? key.text }
}

/// An event type at a URL that stays undelivered between two calls of a plan, because no order avoids it.
package struct CoverageGap: Sendable, Hashable {
  /// In the form in which URLs are compared.
  package var url: String
  package var event: EventType
  package var fromStep: Int
  package var untilStep: Int

  package var summary: String {
    "\(event.rawValue) is not delivered to \(url) between step \(fromStep) and step \(untilStep): these "
      + "webhooks take over from one another, and no order of calls avoids the gap"
  }

  func warning(at location: SourceRange?) -> Diagnostic { .warning(summary, at: location) }
}
