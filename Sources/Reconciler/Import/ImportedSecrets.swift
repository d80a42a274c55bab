import Planning

/// Which environment variables the secrets of an imported file come from. Live secrets can't be read, so nothing tells
/// which webhooks share one; most receivers have one for everything.
struct ImportedSecrets {
  /// Those of the templates, in their order, and then of the other webhooks.
  let names: [String]
  /// Sorted by name.
  let variables: [ImportedState.Variable]

  private struct Use {
    var webhook: String
    var host: String
    /// The apps, by their places.
    var apps: [Int]
  }

  init(
    _ templates: [ImportedTemplate], _ rest: [ImportedWebhook], _ apps: [ReadApp], by choice: SecretsChoice
  ) {
    let uses =
      templates.map { Use(webhook: $0.key, host: $0.host, apps: $0.members.map(\.webhook.app)) }
      + rest.map { Use(webhook: $0.live.name, host: $0.host, apps: [$0.app]) }
    switch choice {
    case .host:
      var places: [String: Int] = [:]
      var requests: [VariableNames.Request] = []
      for use in uses {
        let host = Self.receiver(use.host)
        if let place = places[host] {
          requests[place].uses += use.apps.count
        } else {
          places[host] = requests.count
          requests.append(VariableNames.Request(text: host, uses: use.apps.count))
        }
      }
      let found = VariableNames(requests).names
      names = uses.map { places[Self.receiver($0.host)].map { found[$0] } ?? "" }
    case .webhook:
      names =
        VariableNames(
          uses.enumerated().map { place, use in
            VariableNames.Request(
              text: use.webhook, app: place < templates.count ? nil : use.apps.first.map { apps[$0].title },
              uses: use.apps.count)
          }
        ).names
    }
    var found: [String: (webhooks: [String: Int], apps: Set<Int>)] = [:]
    for (name, use) in zip(names, uses) {
      found[name, default: ([:], [])].webhooks[use.webhook, default: 0] += Set(use.apps).count
      found[name]?.apps.formUnion(use.apps)
    }
    variables = found.map { name, use in
      ImportedState.Variable(
        name: name,
        webhooks: use.webhooks.map { .init(name: $0.key, apps: $0.value) }.sorted {
          (-$0.apps, TextOrder($0.name)) < (-$1.apps, TextOrder($1.name))
        }, apps: use.apps.sorted().map { apps[$0].title })
    }.sorted { $0.name < $1.name }
  }

  /// The part of a host that is the same for all apps.
  private static func receiver(_ host: String) -> String {
    let parts = host.split(separator: ".").filter { !$0.contains("{") }
    return parts.isEmpty ? host : parts.joined(separator: ".")
  }
}

package enum SecretsChoice: String, CaseIterable, Sendable {
  case host
  case webhook
}
