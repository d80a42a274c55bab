import AppStoreConnect

/// Who delivers what: the (URL, event type) pairs that must not be lost on the way, and for each the webhooks
/// that deliver it before and after.
///
/// A pair needs care if an enabled webhook delivers it before, the file wants it after, and no webhook that
/// stays as it is delivers it all along.
struct Coverage {
  struct Pair: Hashable {
    var url: String
    var event: EventType
  }

  /// Who delivers a pair, bit by bit of the problem's indices.
  struct Carriers: Hashable {
    /// The live webhooks, as long as they are as they were.
    var live: UInt64 = 0
    /// The targets, from the moment that they are made.
    var targets: UInt64 = 0
    /// The bit of its URL.
    var place: UInt64

    /// `held`: the URLs at which some webhook delivers everything for the time being.
    func isCovered(live: UInt64, targets: UInt64, held: UInt64 = 0) -> Bool {
      (self.live & live) | (self.targets & targets) | (place & held) != 0
    }
  }

  private(set) var pairs: [Pair] = []
  private(set) var carriers: [Carriers] = []
  private var places: [String: UInt64] = [:]

  init(_ problem: OrderProblem) {
    let steady = problem.kept + problem.settledLive.map { problem.live[$0] }
    let care = Set(steady.filter(\.enabled).flatMap { Self.pairs($0.comparableURL, $0.events) })
    var found: [Pair: Carriers] = [:]
    for (index, target) in problem.targets.enumerated() where target.enabled {
      for pair in Self.pairs(target.url.normalized, target.events) where !care.contains(pair) {
        found[pair, default: Carriers(place: 0)].targets |= 1 << UInt64(index)
      }
    }
    var order: [Pair] = []
    for (index, webhook) in problem.live.enumerated() where webhook.enabled {
      for pair in Self.pairs(webhook.comparableURL, webhook.events) {
        guard var carriers = found[pair] else { continue }
        if carriers.live == 0 { order.append(pair) }
        carriers.live |= 1 << UInt64(index)
        found[pair] = carriers
      }
    }
    for pair in order {
      guard var carriers = found[pair] else { continue }
      carriers.place = places[pair.url] ?? 1 << UInt64(places.count)
      places[pair.url] = carriers.place
      pairs.append(pair)
      self.carriers.append(carriers)
    }
  }

  /// The essential carriers if a webhook may deliver the pairs of some URLs for the time being.
  func needs(heldAt place: UInt64 = 0) -> [Carriers] {
    Self.essential(
      carriers.map { carriers in
        var carriers = carriers
        carriers.place &= place
        return carriers
      })
  }

  /// The bit of a URL at which pairs need care; 0 for others.
  func place(of url: String) -> UInt64 { places[url] ?? 0 }

  /// The carriers that matter: a pair that more webhooks deliver is safe whenever one that only some of them
  /// deliver is.
  static func essential(_ carriers: [Carriers]) -> [Carriers] {
    var essential: [Carriers] = []
    for new in carriers {
      func implies(_ one: Carriers, _ other: Carriers) -> Bool {
        one.place & ~other.place == 0 && one.live & ~other.live == 0 && one.targets & ~other.targets == 0
      }
      if essential.contains(where: { implies($0, new) }) { continue }
      essential.removeAll { implies(new, $0) }
      essential.append(new)
    }
    return essential
  }

  private static func pairs(_ url: String, _ events: [EventType]) -> [Pair] {
    events.map { Pair(url: url, event: $0) }
  }
}
