import DesiredState
import Planning

/// Made from what is live.
package struct ImportedState: Sendable {
  package var yaml: String
  package var apps: Int
  package var webhooks: Int
  package var templates: Int
  /// Those that have to hold the secrets, in the order of their names.
  package var variables: [Variable]
  /// Those that a file can't describe, and that it therefore leaves alone.
  package var skipped: [Skipped]

  package struct Variable: Sendable, Hashable {
    package var name: String
    /// The name of the webhook or the template.
    package var webhook: String
    /// By their titles.
    package var apps: [String]
  }

  package struct Skipped: Sendable, Hashable {
    /// By its title.
    package var app: String
    package var webhook: LiveWebhook
    package var reason: Reason
  }

  package enum Reason: Sendable, Hashable {
    case name(String)
    case url(WebhookURL.ParseError)
    case noEvents
    case event(String)
    case sameName(asID: String)
    /// The rule that leaves another webhook alone covers it, too.
    case coveredByRule
  }
}

package struct ReadApp: Sendable {
  package var facts: AppFacts
  package var webhooks: [LiveWebhook]
  /// Whether another app of the file has the same bundle ID, so that this isn't its name.
  var sharesBundleId = false

  package init(facts: AppFacts, webhooks: [LiveWebhook]) {
    self.facts = facts
    self.webhooks = webhooks
  }

  /// Its bundle ID if that can be one, else its Apple ID.
  var key: String {
    if !sharesBundleId, let bundleId = facts.bundleId, AppKey(bundleId) == .bundleId(bundleId) {
      return bundleId
    }
    return facts.id ?? ""
  }

  var title: String { facts.title }
}

extension [ReadApp] {
  var toldApart: [ReadApp] {
    let counts = Dictionary(map { ($0.key, 1) }, uniquingKeysWith: +)
    return map { app in
      var app = app
      app.sharesBundleId = counts[app.key, default: 0] > 1
      return app
    }
  }
}
