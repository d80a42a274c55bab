import AppStoreConnect
import Diagnostics

extension DesiredState {
  /// Warnings of what is valid but probably not meant, with what ends each.
  package var advice: [Diagnostic] {
    let deliverers = deliverers
    return unused + deliveredTwice(deliverers) + sharedURLs(deliverers)
  }

  private typealias Deliverer = (name: String, webhooks: [DesiredWebhook])

  /// The webhooks of each app, and of each rule, which stands for the apps that only it brings in.
  private var deliverers: [Deliverer] {
    apps.map { ($0.key.text, $0.wantedWebhooks) }
      + defaults.rules.map { ("an app that this rule matches", $0.webhooks) }
  }

  /// Warns if two webhooks of an app deliver the same event to the same URL. What many apps have in common is
  /// said once.
  private func deliveredTwice(_ deliverers: [Deliverer]) -> [Diagnostic] {
    var found: [(pair: [PlaceholderText], events: [EventType], apps: [String], location: SourceRange)] = []
    var places: [[PlaceholderText]: Int] = [:]
    for (name, webhooks) in deliverers {
      for index in webhooks.indices where webhooks[index].enabled {
        for other in 0..<index where webhooks[other].enabled && webhooks[other].url == webhooks[index].url {
          let (first, second) = (webhooks[other], webhooks[index])
          let events = first.events.filter(second.events.contains)
          guard !events.isEmpty else { continue }
          let pair = [first.name, second.name, second.url]
          if let place = places[pair] {
            found[place].apps.append(name)
          } else {
            places[pair] = found.count
            found.append((pair, events, [name], second.locations.events))
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
  private func sharedURLs(_ deliverers: [Deliverer]) -> [Diagnostic] {
    var uses: [(apps: Int, last: Int, location: SourceRange)] = []
    var places: [PlaceholderText: Int] = [:]
    places.reserveCapacity(apps.count)
    for (number, (_, webhooks)) in deliverers.enumerated() {
      let count = number < apps.count ? 1 : defaults.rules[number - apps.count].leastApps
      for index in webhooks.indices where webhooks[index].enabled && !webhooks[index].url.namesApp {
        guard let place = places.updateValue(uses.count, forKey: webhooks[index].url) else {
          uses.append((count, number, webhooks[index].locations.url))
          continue
        }
        places[webhooks[index].url] = place
        // A listed app that rules match has their webhooks, too.
        if uses[place].last != number { uses[place].apps += 1 }
        uses[place].last = number
      }
    }
    return uses.filter { $0.apps > 1 }.map { use in
      .warning(
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
    !isLiteral && parts.contains { $0 == .placeholder(.bundleId) || $0 == .placeholder(.appId) }
  }

  /// As it is written in the file, except for sensitive variables.
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
