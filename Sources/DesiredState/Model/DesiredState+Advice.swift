import AppStoreConnect
import Diagnostics

extension DesiredState {
  /// What is valid and probably not meant, with what ends the warning.
  package var advice: [Diagnostic] { unused + deliveredTwice + sharedURLs }

  /// The webhooks of each app, and of each rule, which stands for the apps that only it brings in.
  private var deliverers: [(name: String, webhooks: [DesiredWebhook])] {
    apps.map { ($0.key.text, $0.wantedWebhooks) }
      + defaults.rules.map { ("an app that this rule matches", $0.webhooks) }
  }

  /// Two webhooks of an app that tell the same URL of the same event. What many apps have alike is said once.
  private var deliveredTwice: [Diagnostic] {
    var found: [(pair: [PlaceholderText], events: [EventType], apps: [String], location: SourceRange)] = []
    var places: [[PlaceholderText]: Int] = [:]
    for (name, webhooks) in deliverers {
      for (index, webhook) in webhooks.enumerated() where webhook.enabled {
        for other in webhooks[..<index] where other.enabled && other.url == webhook.url {
          let events = other.events.filter(webhook.events.contains)
          guard !events.isEmpty else { continue }
          let pair = [other.name, webhook.name, webhook.url]
          if let place = places[pair] {
            found[place].apps.append(name)
          } else {
            places[pair] = found.count
            found.append((pair, events, [name], webhook.locations.events))
          }
        }
      }
    }
    return found.map { found in
      let types = found.events.map(\.rawValue).joined(separator: ", ")
      let others = found.apps.count - 1
      let more = others == 0 ? "" : " and \(others) \(others == 1 ? "other" : "others")"
      return .warning(
        "'\(found.pair[0].written)' and '\(found.pair[1].written)' of \(found.apps[0])\(more) send \(types) to the same"
          + " URL: it arrives twice", at: found.location, remedy: "take it out of one of them")
    }
  }

  /// URLs of several apps that don't tell which app an event is about.
  private var sharedURLs: [Diagnostic] {
    var uses: [PlaceholderText: (count: Int, last: Int, location: SourceRange)] = [:]
    var order: [PlaceholderText] = []
    for (number, (_, webhooks)) in deliverers.enumerated() {
      let count = number < apps.count ? 1 : defaults.rules[number - apps.count].leastApps
      for webhook in webhooks where webhook.enabled && !webhook.url.namesApp {
        if let use = uses[webhook.url] {
          // A listed app that rules match has their webhooks, too.
          if use.last != number { uses[webhook.url] = (use.count + 1, number, use.location) }
        } else {
          uses[webhook.url] = (count, number, webhook.locations.url)
          order.append(webhook.url)
        }
      }
    }
    return order.compactMap { url in
      guard let use = uses[url], use.count > 1 else { return nil }
      return .warning(
        "several apps share this URL, and few events name their app", at: use.location,
        remedy: "tell them apart with {bundleId} or {appId} in the URL, such as '?app={bundleId}'")
    }
  }
}

extension DefaultRule {
  /// How many apps it is meant for at least.
  fileprivate var leastApps: Int { apps.count == 1 && apps[0].isLiteral ? 1 : 2 }
}

extension PlaceholderText {
  fileprivate var namesApp: Bool {
    parts.contains { $0 == .placeholder(.bundleId) || $0 == .placeholder(.appId) }
  }

  /// As it stands in the file, sensitive variables apart.
  fileprivate var written: String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .placeholder(let placeholder): "{\(placeholder.rawValue)}"
      case .sensitive, .unset: "…"
      }
    }.joined()
  }
}
