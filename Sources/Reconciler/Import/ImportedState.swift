import DesiredState
import Planning

package struct ImportedState: Sendable {
  /// The shared one first; without a split it is the only one.
  package var files: [File]
  package var apps: Int
  package var webhooks: Int
  package var templates: Int
  package var rules: Int
  /// How many webhooks the plan renames.
  package var renames: Int
  /// Sorted by name.
  package var variables: [Variable]
  /// The file leaves these alone, because it can't describe them.
  package var skipped: [Skipped]
  /// Whether the file names its account.
  package var namesAccount: Bool

  package var yaml: String { files.first?.yaml ?? "" }

  package struct File: Sendable, Hashable {
    /// Without a folder: `webhooks.yaml`.
    package var name: String
    package var yaml: String
  }

  package struct Variable: Sendable, Hashable {
    package var name: String
    /// The webhooks that share it, the most frequent first.
    package var webhooks: [Use]
    package var apps: [String]
    package var webhook: String { webhooks.first?.name ?? "" }

    package struct Use: Sendable, Hashable {
      package var name: String
      package var apps: Int
    }
  }

  package struct Skipped: Sendable, Hashable {
    package var app: String
    package var webhook: LiveWebhook
    package var reason: Reason
  }

  package enum Reason: Sendable, Hashable {
    case name(String)
    case url(WebhookURL.ParseError)
    /// Its URL contains a sensitive variable's value, or may.
    case sensitiveURL
    /// Its name or URL has something of a secret in it.
    case confidential
    case noEvents
    case event(String)
    /// This version knows none of its event types.
    case unknownEvents([String])
    case sameName(asID: String)
    /// A rule that leaves another webhook alone covers it, too.
    case coveredByRule
  }
}

package struct ReadApp: Sendable {
  package var facts: AppFacts
  package var webhooks: [LiveWebhook]
  /// Whether another app has the same bundle ID, so that it can't be the key.
  var sharesBundleId = false

  package init(facts: AppFacts, webhooks: [LiveWebhook]) {
    self.facts = facts
    self.webhooks = webhooks
  }

  /// The bundle ID if it can be one, else the Apple ID.
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
