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
  /// Names that it had before, the latest first.
  package var formerly: [String] = []
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

/// The facts of an app that placeholders stand for.
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

  package func value(_ placeholder: PlaceholderText.Placeholder, webhook: String?) -> String? {
    switch placeholder {
    case .bundleId: bundleId
    case .appId: id
    case .appName: name
    case .webhookName: webhook
    }
  }
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
  /// The app's webhooks with their placeholders replaced, without those that need facts that aren't known.
  package func targets(for facts: AppFacts) -> (webhooks: [TargetWebhook], diagnostics: [Diagnostic]) {
    var targets: [TargetWebhook] = []
    var diagnostics: [Diagnostic] = []
    targets.reserveCapacity(webhooks.count)
    // Too many webhooks for one app are an error that was reported already, but checking them mustn't take forever.
    var places: [String: Int]? = webhooks.count > 2 * APILimits.webhooksPerApp ? [:] : nil
    let rules = webhooks.isEmpty ? [] : ignore
    // The app's own webhooks come first.
    var ownCount: Int?
    // The names of the app's own webhooks whose URLs aren't known.
    var unsettled: [(String, DesiredWebhook.Locations)] = []
    var formerly: [FormerName] = []
    for webhook in webhooks {
      if webhook.isDefault, ownCount == nil { ownCount = targets.count }
      do throws(WebhookURL.ParseError) {
        guard let target = try webhook.target(for: facts) else {
          // A rule's webhook may be the same as one of the app's own.
          if !webhook.isDefault {
            formerly += webhook.formerly
            if let name = webhook.name(for: facts) {
              let first = targets.first { $0.name == name }?.locations ?? unsettled.first { $0.0 == name }?.1
              if let first { diagnostics.append(sameName(name, webhook.locations, first)) }
              unsettled.append((name, webhook.locations))
            }
          }
          continue
        }
        if let first = unsettled.first(where: { $0.0 == target.name })?.1 {
          if !webhook.isDefault { diagnostics.append(sameName(target.name, webhook.locations, first)) }
          continue
        }
        let other = places.map { $0[target.name] } ?? targets.firstIndex { $0.name == target.name }
        if let other, let first = targets[other].locations {
          if webhook.isDefault, other < ownCount ?? 0 || targets[other].isSame(as: target) { continue }
          diagnostics.append(sameName(target.name, webhook.locations, first))
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
        formerly += webhook.formerly
      } catch {
        let message = webhook.url.isSensitive ? error.discreetMessage : error.prose().message
        diagnostics.append(
          .error("\(message) once its placeholders are replaced", at: webhook.locations.url))
      }
    }
    if !formerly.isEmpty {
      diagnostics += errors(in: formerly, Set(targets.map(\.name) + unsettled.map(\.0)), facts)
    }
    if let excess = excess(for: facts) { diagnostics.append(excess) }
    return (targets, diagnostics)
  }

  private func sameName(
    _ name: String, _ locations: DesiredWebhook.Locations, _ first: DesiredWebhook.Locations
  ) -> Diagnostic {
    .error(
      "app '\(key.text)' has two webhooks named '\(name)'", at: locations.webhook,
      remedy: "a webhook's name is unique in its app",
      notes: [Diagnostic.Note("the other one is here", at: first.webhook)])
  }

  /// Errors for former names that can't be used, because a webhook still has the name or two had it.
  private func errors(in formerly: [FormerName], _ wanted: Set<String>, _ facts: AppFacts) -> [Diagnostic] {
    var places: [String: SourceRange] = [:]
    var errors: [Diagnostic] = []
    for former in formerly {
      guard let name = former.name.filled({ facts.value($0, webhook: nil) }) else { continue }
      if wanted.contains(name) {
        errors.append(
          .error(
            "app '\(key.text)' has a webhook named '\(name)', so the name isn't a former one",
            at: former.location, remedy: "remove it from 'formerly'"))
      } else if let first = places.updateValue(former.location, forKey: name) {
        errors.append(
          .error(
            "app '\(key.text)' has the former name '\(name)' twice", at: former.location,
            remedy: "only one webhook can have had it last",
            notes: [Diagnostic.Note("the other one is here", at: first)]))
      }
    }
    return errors
  }

  /// An error if rules give the app more webhooks than it can have. Those whose names aren't known don't count yet.
  private func excess(for facts: AppFacts) -> Diagnostic? {
    let limit = APILimits.webhooksPerApp
    guard webhooks.count > limit, !rules.isEmpty else { return nil }
    func count(_ webhooks: [DesiredWebhook]) -> Int { Set(webhooks.compactMap { $0.name(for: facts) }).count }
    let (all, own) = (count(webhooks), count(webhooks.filter { !$0.isDefault }))
    guard all > limit, own <= limit else { return nil }
    let places = rules.filter { $0.location != location }.map {
      Diagnostic.Note("this rule matches it", at: $0.location)
    }
    return .error(
      "app '\(key.text)' has \(all) webhooks, \(all - own) of them by defaults", at: location,
      remedy: "App Store Connect allows ten per app; narrow the rules, or set 'defaults: false' in the app",
      notes: places)
  }

  func checkOffline() -> [Diagnostic] { isPlainlySound ? [] : targets(for: key.facts).diagnostics }

  /// Whether no fact of the app can make its webhooks wrong, which most apps show at a glance: there is no `ignore`
  /// rule, names are settled and differ, and placeholders only fill the paths of URLs that were checked before.
  private var isPlainlySound: Bool {
    guard ignore.isEmpty, webhooks.count <= APILimits.webhooksPerApp else { return false }
    return webhooks.indices.allSatisfy { index in
      webhooks[index].name.isLiteral && webhooks[index].url.hasLiteralHost
        && webhooks[index].formerly.isEmpty
        && !webhooks[..<index].contains { $0.name == webhooks[index].name }
    }
  }

  /// The app's webhooks without those of rules that one of its own replaces.
  package var wantedWebhooks: [DesiredWebhook] {
    guard let ownCount = webhooks.firstIndex(where: { $0.isDefault }), ownCount > 0 else { return webhooks }
    let own = Set(webhooks[..<ownCount].compactMap { $0.name(for: key.facts) })
    return webhooks.filter { !$0.isDefault || $0.name(for: key.facts).map(own.contains) != true }
  }

  /// Variables without a value that the app's webhooks need, and where.
  package var unsetVariables: [UnsetVariable.Use] {
    guard webhooks.contains(where: \.needsVariables) else { return [] }
    return wantedWebhooks.flatMap { webhook in
      UnsetVariable.uses(webhook.name, webhook.locations.name ?? webhook.locations.webhook)
        + UnsetVariable.uses(webhook.url, webhook.locations.url)
        + webhook.formerly.flatMap { UnsetVariable.uses($0.name, $0.location) }
    }
  }

  package var neededPlaceholders: Set<PlaceholderText.Placeholder> {
    webhooks.reduce(into: []) { $0.formUnion($1.name.placeholders.union($1.url.placeholders)) }
  }
}

extension TargetWebhook {
  /// Whether both ask for the same, wherever they are written.
  fileprivate func isSame(as other: Self) -> Bool {
    name == other.name && url.normalized == other.url.normalized && events == other.events
      && enabled == other.enabled && secret == other.secret && formerly == other.formerly
      && keepsUnknownEvents == other.keepsUnknownEvents
  }
}

extension DesiredWebhook {
  fileprivate var needsVariables: Bool {
    !name.unset.isEmpty || !url.unset.isEmpty || formerly.contains { !$0.name.unset.isEmpty }
  }

  /// `nil` if a placeholder stands for a fact that isn't known.
  fileprivate func name(for facts: AppFacts) -> String? { name.filled { facts.value($0, webhook: nil) } }

  /// `nil` if a placeholder stands for a fact that isn't known.
  fileprivate func target(for facts: AppFacts) throws(WebhookURL.ParseError) -> TargetWebhook? {
    guard let name = name(for: facts),
      let text = url.filled({ facts.value($0, webhook: name).map(PercentEncoding.encode) })
    else { return nil }
    var target = TargetWebhook(
      name: name, url: try WebhookURL(text, isSensitive: url.isSensitive), events: events, enabled: enabled,
      secret: secret, locations: locations)
    target.formerly = formerly.compactMap { $0.name.filled { facts.value($0, webhook: nil) } }
    target.keepsUnknownEvents = keepsUnknownEvents
    return target
  }
}
