import AppStoreConnect
import Diagnostics
import Platform

/// A ``DesiredWebhook`` with every placeholder replaced.
package struct TargetWebhook: Sendable {
  /// Unique in the app.
  package var name: String
  package var url: WebhookURL
  /// Sorted, each once.
  package var events: [EventType]
  package var enabled: Bool
  package var secret: SecretSource
  package var keepsUnknownEvents = false
  /// `nil` for one that no file holds, as in tests.
  package var locations: DesiredWebhook.Locations?

  package init(
    name: String, url: WebhookURL, events: [EventType], enabled: Bool = true, secret: SecretSource,
    locations: DesiredWebhook.Locations? = nil
  ) {
    self.name = name
    self.url = url
    self.events = events
    self.enabled = enabled
    self.secret = secret
    self.locations = locations
  }
}

/// Placeholders stand for these facts.
package struct AppFacts: Sendable, Hashable {
  package var id: String?
  package var bundleId: String?
  package var name: String?

  package init(id: String? = nil, bundleId: String? = nil, name: String? = nil) {
    self.id = id
    self.bundleId = bundleId
    self.name = name
  }

  package init(_ app: App) {
    self.init(id: app.id, bundleId: app.attributes?.bundleId, name: app.attributes?.name)
  }

  package var title: String { bundleId ?? id ?? "" }
}

extension AppKey {
  package var facts: AppFacts {
    switch self {
    case .bundleId(let text): AppFacts(bundleId: text)
    case .appleId(let text): AppFacts(id: text)
    }
  }
}

extension DesiredApp {
  /// A webhook whose placeholders stand for facts that aren't known is left out.
  package func targets(for facts: AppFacts) -> (webhooks: [TargetWebhook], diagnostics: [Diagnostic]) {
    var targets: [TargetWebhook] = []
    var diagnostics: [Diagnostic] = []
    targets.reserveCapacity(webhooks.count)
    // More webhooks than an app can have are an error that was reported, and still no reason to take for ever.
    var places: [String: Int]? = webhooks.count > 2 * APILimits.webhooksPerApp ? [:] : nil
    let rules = webhooks.isEmpty ? [] : ignore
    for webhook in webhooks {
      do throws(WebhookURL.ParseError) {
        guard let target = try webhook.target(for: facts) else { continue }
        let other = places.map { $0[target.name] } ?? targets.firstIndex { $0.name == target.name }
        if let first = other.flatMap({ targets[$0].locations }) {
          diagnostics.append(
            .error(
              "app '\(key.text)' has two webhooks named '\(target.name)'", at: webhook.locations.webhook,
              remedy: "a webhook's name is unique in its app",
              notes: [Diagnostic.Note("the other one is here", at: first.webhook)]))
          continue
        }
        if let rule = rules.first(where: { $0.covers(name: target.name, url: target.url.text) }) {
          diagnostics.append(
            .error(
              "webhook '\(target.name)' is covered by the ignore rule '\(rule.summary)'",
              at: webhook.locations.webhook, remedy: "remove the webhook, or narrow the rule",
              notes: [Diagnostic.Note("the rule is here", at: rule.location)]))
          continue
        }
        places?[target.name] = targets.count
        targets.append(target)
      } catch {
        let prose = error.prose()
        diagnostics.append(
          .error("\(prose.message) once its placeholders are replaced", at: webhook.locations.url))
      }
    }
    return (targets, diagnostics)
  }

  func checkOffline() -> [Diagnostic] { isPlainlySound ? [] : targets(for: key.facts).diagnostics }

  /// Whether no fact of the app can make its webhooks wrong, which most apps show at a glance: no rule could cover
  /// them, names are settled and differ, and what is filled into URLs that were checked before is in their paths.
  private var isPlainlySound: Bool {
    guard ignore.isEmpty, webhooks.count <= APILimits.webhooksPerApp else { return false }
    return webhooks.indices.allSatisfy { index in
      let webhook = webhooks[index]
      return webhook.name.isLiteral && webhook.url.hasLiteralHost
        && !webhooks[..<index].contains { $0.name == webhook.name }
    }
  }

  package var neededPlaceholders: Set<PlaceholderText.Placeholder> {
    webhooks.reduce(into: []) { $0.formUnion($1.name.placeholders.union($1.url.placeholders)) }
  }
}

extension DesiredWebhook {
  /// `nil` if a placeholder stands for a fact that isn't known.
  fileprivate func target(for facts: AppFacts) throws(WebhookURL.ParseError) -> TargetWebhook? {
    func value(_ placeholder: PlaceholderText.Placeholder, name: String?) -> String? {
      switch placeholder {
      case .bundleId: facts.bundleId
      case .appId: facts.id
      case .appName: facts.name
      case .webhookName: name
      }
    }
    guard let name = name.filled({ value($0, name: nil) }),
      let url = url.filled({ value($0, name: name).map(PercentEncoding.encode) })
    else { return nil }
    var target = TargetWebhook(
      name: name, url: try WebhookURL(url), events: events, enabled: enabled, secret: secret,
      locations: locations)
    target.keepsUnknownEvents = keepsUnknownEvents
    return target
  }
}
