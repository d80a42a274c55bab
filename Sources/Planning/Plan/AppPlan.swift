import AppStoreConnect
import DesiredState
import Diagnostics

package struct AppPlan: Sendable {
  package var key: AppKey
  package var location: SourceRange?
  /// Whether a file lists it, or listed it; else only rules bring it in.
  package var isListed = true
  /// The rules of `defaults` that match it.
  package var rules: [DefaultRule] = []
  /// Whether it is no longer in the file: then only what Storehooks manages there is planned for.
  package var hasLeft = false
  package var facts: AppFacts
  /// The changed ones in the order of their calls, then the rest.
  package var webhooks: [WebhookPlan] = []
  package var steps: [Step] = []
  package var gaps: [CoverageGap] = []
  /// `nil` for an app that left the files.
  package var coveredBy: CoveredBy? { hasLeft ? nil : isListed ? .listed : .defaults }
  /// By the IDs of live webhooks.
  package var secretFacts: [String: SecretFacts.Fact] = [:]
  package var basis: Basis?
  /// If there is one, there are neither webhooks nor steps.
  package var failure: AppFailure?

  /// What brings an app in.
  package enum CoveredBy: String, Sendable {
    /// A file lists it.
    case listed
    /// No file lists it, and a rule of `defaults` matches it.
    case defaults
  }

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
