import AppStoreConnect
import DesiredState
import Planning

/// Finds webhooks that recur across apps, and what they share. Greedy: the most common comes first. It looks at each
/// webhook only a few times, however many there are.
struct TemplateFinder {
  private(set) var templates: [ImportedTemplate] = []
  /// The webhooks without a template, in their order.
  private(set) var rest: [ImportedWebhook] = []

  /// With more webhooks that have the same other events, those get a template of their own: nobody would read so many
  /// overrides.
  private static let mostOverrides = 11
  /// At most so many webhooks with another URL are shorter as overrides.
  private static let fewWithOneURL = 4
  /// With how many families of one URL another one is compared.
  private static let mostFamilies = 8

  private struct Key: Hashable {
    var shape: String
    var likeness: String
  }

  private struct Role: Hashable {
    var shape: String
    var events: [EventType]
  }

  private struct Group {
    var members: [Int] = []
    var rank: Int

    mutating func add(_ member: Int, _ rank: Int) {
      members.append(member)
      self.rank = min(self.rank, rank)
    }
  }

  private struct Family {
    var shape: String?
    var likeness: String
    var host: String
    /// By their places.
    var members: [Int]
    var apps: Set<Int> = []
    var events: [EventType] = []
  }

  private let webhooks: [ImportedWebhook]
  private var isFree: [Bool]
  private var families: [Family] = []
  private var free: [Int] { webhooks.indices.filter { isFree[$0] } }

  /// - Parameters:
  ///   - webhooks: in the order of their apps.
  ///   - facts: of all apps.
  init(_ webhooks: [ImportedWebhook], facts: [AppFacts]) {
    self.webhooks = webhooks
    isFree = Array(repeating: true, count: webhooks.count)
    takeWhatHasOneURL()
    joinWhatDiffersInNames()
    takeOtherURLs()
    takeOwnURLs()
    separateEvents()
    templates =
      families.map { family in
        ImportedTemplate(
          family.members.sorted().map { webhooks[$0] }, shape: family.shape, host: family.host, facts: facts)
      }.withKeys
    rest = free.map { webhooks[$0] }
  }

  private mutating func add(_ members: [Int], _ shape: String?, _ likeness: String, host: String) {
    for member in members { isFree[member] = false }
    families.append(
      Family(
        shape: shape, likeness: likeness, host: host, members: members,
        apps: Set(members.map { webhooks[$0].app }),
        events: ImportedTemplate.usualEvents(of: members.map { webhooks[$0] })))
  }

  private mutating func join(_ members: [Int], to family: Int) {
    for member in members { isFree[member] = false }
    families[family].members += members
    families[family].apps.formUnion(members.map { webhooks[$0].app })
  }

  /// The same URL, except for placeholders, and the same name, except for case and punctuation.
  private mutating func takeWhatHasOneURL() {
    var groups: [Key: Group] = [:]
    for (index, webhook) in webhooks.enumerated() {
      var ranks: [Key: Int] = [:]
      for url in webhook.urls {
        for name in webhook.names {
          let key = Key(shape: url.key, likeness: ImportedWebhook.likeness(of: name.text))
          ranks[key] = min(ranks[key] ?? .max, url.rank + name.rank)
        }
      }
      for (key, rank) in ranks {
        groups[key, default: Group(rank: rank)].add(index, rank)
      }
    }
    let order = groups.filter { $0.value.members.count > 1 }.sorted { left, right in
      (-left.value.members.count, left.value.rank, TextOrder(left.key.shape), TextOrder(left.key.likeness))
        < (
          -right.value.members.count, right.value.rank, TextOrder(right.key.shape),
          TextOrder(right.key.likeness)
        )
    }
    for (key, group) in order {
      let members = group.members.filter { isFree[$0] }
      guard isShared(members, by: 2) else { continue }
      add(members, key.shape, key.likeness, host: ImportedWebhook.host(of: key.shape))
    }
  }

  private func isShared(_ members: [Int], by count: Int) -> Bool {
    members.count >= count && Set(members.lazy.map { webhooks[$0].app }).count >= count
  }

  /// Webhooks with the same URL and events but several names, if no app has two of them.
  private mutating func joinWhatDiffersInNames() {
    var heads: [String: [Int]] = [:]
    var kept: [Bool] = []
    // Those with the most webhooks come first.
    for (index, family) in families.enumerated() {
      let shape = family.shape ?? ""
      let head =
        family.members.count > Self.mostOverrides
        ? nil
        : heads[shape]?.first { head in
          families[head].events == family.events && families[head].apps.isDisjoint(with: family.apps)
        }
      kept.append(head == nil)
      if let head {
        join(family.members, to: head)
      } else if heads[shape, default: []].count < Self.mostFamilies {
        heads[shape, default: []].append(index)
      }
    }
    for index in free {
      let webhook = webhooks[index]
      let head = webhook.urls.lazy.flatMap { heads[$0.key] ?? [] }.first { head in
        families[head].events == webhook.live.events && !families[head].apps.contains(webhook.app)
      }
      if let head { join([index], to: head) }
    }
    families = zip(families, kept).filter(\.1).map(\.0)
    takeWhatHasNoNameInCommon()
  }

  /// One URL and the same events, with another name in each app.
  private mutating func takeWhatHasNoNameInCommon() {
    var groups: [Role: [Int]] = [:]
    for index in free {
      for url in webhooks[index].urls {
        groups[Role(shape: url.key, events: webhooks[index].live.events), default: []].append(index)
      }
    }
    let order = groups.filter { $0.value.count > 1 }.sorted { left, right in
      (-left.value.count, TextOrder(left.key.shape), left.value[0])
        < (-right.value.count, TextOrder(right.key.shape), right.value[0])
    }
    for (role, group) in order {
      let members = group.filter { isFree[$0] }
      guard isShared(members, by: members.count), members.count > 1 else { continue }
      let likeness = ImportedWebhook.likeness(of: webhooks[members[0]].names[0].text)
      add(members, role.shape, likeness, host: ImportedWebhook.host(of: role.shape))
    }
  }

  /// The same name and receiver with a URL that few have: an override.
  private mutating func takeOtherURLs() {
    var places: [Key: Int] = [:]
    for (index, family) in families.enumerated() {
      let key = Key(shape: family.host, likeness: family.likeness)
      if let known = places[key], families[known].members.count >= family.members.count { continue }
      places[key] = index
    }
    let small = families.indices.filter { index in
      let (family, most) = (
        families[index], places[Key(shape: families[index].host, likeness: families[index].likeness)]
      )
      return most.map { $0 != index && families[$0].members.count > family.members.count } ?? false
        && family.members.count <= Self.fewWithOneURL
    }
    for index in small {
      let key = Key(shape: families[index].host, likeness: families[index].likeness)
      if let most = places[key] { join(families[index].members, to: most) }
    }
    for index in free {
      let webhook = webhooks[index]
      let place = webhook.names.lazy.compactMap { name in
        places[Key(shape: webhook.host, likeness: ImportedWebhook.likeness(of: name.text))]
      }.first
      if let place { join([index], to: place) }
    }
    for index in small.reversed() { families.remove(at: index) }
  }

  /// The same name and receiver with a URL for each app: a template without one.
  private mutating func takeOwnURLs() {
    var groups: [Key: [Int]] = [:]
    for index in free {
      let likeness = ImportedWebhook.likeness(of: webhooks[index].names[0].text)
      groups[Key(shape: webhooks[index].host, likeness: likeness), default: []].append(index)
    }
    for (key, members) in groups.sorted(by: {
      ($0.value[0], $0.key.likeness) < ($1.value[0], $1.key.likeness)
    })
    where isShared(members, by: 3) {
      add(members, nil, key.likeness, host: key.shape)
    }
  }

  /// Events that many webhooks have instead of the usual ones.
  private mutating func separateEvents() {
    for index in families.indices {
      let family = families[index]
      var groups: [[EventType]: [Int]] = [:]
      for member in family.members { groups[webhooks[member].live.events, default: []].append(member) }
      let others = groups.filter { $0.key != family.events && $0.value.count > Self.mostOverrides }
      guard !others.isEmpty else { continue }
      let gone = Set(others.values.joined())
      families[index].members.removeAll(where: gone.contains)
      for (_, members) in others.sorted(by: { $0.value[0] < $1.value[0] }) {
        add(members, family.shape, family.likeness, host: family.host)
      }
    }
  }
}
