import DesiredState
import Planning

/// A desired-state file made from what is live.
package struct ImportedState: Sendable {
  /// The file's text.
  package var yaml: String
  /// How many apps it names.
  package var apps: Int
  /// How many webhooks it describes, in all apps.
  package var webhooks: Int
  /// How many templates it has.
  package var templates: Int
  /// The environment variables that have to hold the secrets, in the order of their names.
  package var variables: [Variable]
  /// The webhooks that a file can't describe, and that it therefore leaves alone.
  package var skipped: [Skipped]

  /// An environment variable that has to hold a secret.
  package struct Variable: Sendable, Hashable {
    package var name: String
    /// The name of the webhook or the template whose secret it is.
    package var webhook: String
    /// The apps that have the webhook, by their titles.
    package var apps: [String]
  }

  /// A live webhook that the file leaves alone.
  package struct Skipped: Sendable, Hashable {
    /// The app's title.
    package var app: String
    package var webhook: LiveWebhook
    /// Why it can't be described.
    package var reason: Reason
  }

  /// Why a file can't describe a live webhook.
  package enum Reason: Sendable, Hashable {
    /// Its name has nothing to show, or a control character.
    case name(String)
    /// Its URL is none that a webhook may have.
    case url(WebhookURL.ParseError)
    /// It has no event types.
    case noEvents
    /// An event type that isn't spelled like Apple's.
    case event(String)
    /// Another webhook of the app has the same name.
    case sameName(asID: String)
    /// The rule that leaves another webhook alone covers it, too.
    case coveredByRule
  }
}

/// An app whose webhooks are known.
package struct ReadApp: Sendable {
  /// What is known of the app.
  package var facts: AppFacts
  package var webhooks: [LiveWebhook]
  /// Whether another app of the file has the same bundle ID, so that this isn't its name.
  var sharesBundleId = false

  package init(facts: AppFacts, webhooks: [LiveWebhook]) {
    self.facts = facts
    self.webhooks = webhooks
  }

  /// The key that names it in a file: its bundle ID if that can be one, else its Apple ID.
  var key: String {
    if !sharesBundleId, let bundleId = facts.bundleId, AppKey(bundleId) == .bundleId(bundleId) {
      return bundleId
    }
    return facts.id ?? ""
  }

  /// What to call it.
  var title: String { facts.title }
}

extension [ReadApp] {
  /// The apps with keys that tell them apart.
  var toldApart: [ReadApp] {
    let counts = Dictionary(map { ($0.key, 1) }, uniquingKeysWith: +)
    return map { app in
      var app = app
      app.sharesBundleId = counts[app.key, default: 0] > 1
      return app
    }
  }
}
