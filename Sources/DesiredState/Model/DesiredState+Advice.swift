import AppStoreConnect
import Diagnostics

extension DesiredState {
  /// Warnings of what is valid but probably not meant, with what ends each.
  ///
  /// - Parameter others: apps that only rules bring in, where the account tells of them.
  package func advice(others: [DesiredApp] = []) -> [Diagnostic] {
    let deliverers = deliverers
    return doubts + deliveredTwice(deliverers, others) + sharedURLs(deliverers)
  }

  private typealias Deliverer = (name: String, webhooks: [DesiredWebhook])

  /// The webhooks of each app, and of each rule, which stands for the apps that only it brings in.
  private var deliverers: [Deliverer] {
    apps.map { ($0.key.text, $0.certainWebhooks) }
      + defaults.rules.map { ("an app that this rule matches", $0.webhooks) }
  }

  /// Warns if two webhooks of an app deliver the same event to the same URL. What many apps have in common is
  /// said once.
  private func deliveredTwice(_ deliverers: [Deliverer], _ others: [DesiredApp]) -> [Diagnostic] {
    var found: [(pair: [PlaceholderText], events: [EventType], apps: [String], location: SourceRange)] = []
    var places: [[PlaceholderText]: Int] = [:]
    let known = deliverers.count
    var firstOfOthers = Int.max
    let all = deliverers + others.map { ($0.key.text, $0.wantedWebhooks) }
    for (number, (name, webhooks)) in all.enumerated() {
      if number == known { firstOfOthers = found.count }
      for index in webhooks.indices where webhooks[index].enabled {
        for other in 0..<index where webhooks[other].enabled && webhooks[other].url == webhooks[index].url {
          let (first, second) = (webhooks[other], webhooks[index])
          let events = first.events.filter(second.events.contains)
          guard !events.isEmpty else { continue }
          let pair = [first.name, second.name, second.url]
          if let place = places[pair] {
            // What a rule alone shows was said of it.
            if number < known || place >= firstOfOthers { found[place].apps.append(name) }
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

extension DesiredApp {
  /// Those that it surely has: one of a rule gives way to one of its own if placeholders make their names the same.
  fileprivate var certainWebhooks: [DesiredWebhook] {
    let wanted = wantedWebhooks
    guard let ownCount = wanted.firstIndex(where: \.isDefault), ownCount > 0 else { return wanted }
    let own = wanted[..<ownCount]
    return wanted.filter { webhook in
      !webhook.isDefault || !own.contains { mayHaveSameName($0.name, webhook.name) }
    }
  }

  private func mayHaveSameName(_ first: PlaceholderText, _ second: PlaceholderText) -> Bool {
    if first.isLiteral, second.isLiteral { return false }
    let names = [first, second].map { name in
      name.filled(unset: "*") { key.facts.value($0, webhook: nil) ?? "*" } ?? "*"
    }
    return Glob(names[0]).matches(names[1]) || Glob(names[1]).matches(names[0])
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
