import DesiredState

/// Decides which live webhook belongs to which desired one.
///
/// The rule (docs/ordering.md says why): a live webhook belongs to the desired one that has its name. Of those left
/// over on both sides, it belongs to the one that has its name as the first former name, then as the second, and so
/// on, and then to the one that has its URL. So a rename is recognised, and costs one call instead of two. If several
/// live webhooks share a name or a URL, the one with the same URL is taken, then the one with the fewest differing
/// fields, then the one with the lowest ID. Everything is decided by values, never by the order of the input.
///
/// The state file only rules matches out. A former name or a URL never matches a webhook that is on record as
/// another target. Unless everything else is deleted, neither matches a webhook that isn't on record with a
/// target that is, and a former name matches no webhook that isn't on record.
struct Matching {
  /// For every target, the index of its live webhook.
  private(set) var liveIndex: [Int?]
  /// The live webhooks that no target took, ascending.
  private(set) var leftOver: [Int]

  /// `recordedNames`: the names of webhooks that the state file knows, by their IDs. `deletesAll`: whether
  /// every live webhook that no target takes is deleted, on record or not.
  init(
    targets: [TargetWebhook], live: [LiveWebhook], recordedNames: [String: String] = [:],
    deletesAll: Bool = true
  ) {
    liveIndex = Array(repeating: nil, count: targets.count)
    var isFree = Array(repeating: true, count: live.count)
    leftOver = []
    take(targets, live, &isFree) { target, webhook in target.name == webhook.name }
    let barrier = recordedNames.isEmpty ? nil : Barrier(targets, recordedNames, deletesAll)
    for rank in 0..<(targets.lazy.map(\.formerly.count).max() ?? 0) {
      take(targets, live, &isFree) { target, webhook in
        rank < target.formerly.count && target.formerly[rank] == webhook.name
          && (deletesAll || recordedNames[webhook.id] != nil) && barrier?.isBetween(target, webhook) != true
      }
    }
    take(targets, live, &isFree) { target, webhook in
      target.url.normalized == webhook.comparableURL && barrier?.isBetween(target, webhook) != true
    }
    leftOver = live.indices.filter { isFree[$0] }
  }

  /// Pairs those that `agree`, nearest first. At most ten by ten, so that sorting all pairs costs nothing.
  private mutating func take(
    _ targets: [TargetWebhook], _ live: [LiveWebhook], _ isFree: inout [Bool],
    where agree: (TargetWebhook, LiveWebhook) -> Bool
  ) {
    var pairs: [(target: Int, live: Int, distance: Int)] = []
    for target in targets.indices where liveIndex[target] == nil {
      for index in live.indices where isFree[index] && agree(targets[target], live[index]) {
        pairs.append((target, index, distance(targets[target], live[index])))
      }
    }
    pairs.sort { left, right in
      (left.distance, targets[left.target].name, live[left.live].id)
        < (right.distance, targets[right.target].name, live[right.live].id)
    }
    for pair in pairs where liveIndex[pair.target] == nil && isFree[pair.live] {
      liveIndex[pair.target] = pair.live
      isFree[pair.live] = false
    }
  }

  /// How many fields differ; another URL counts more than all the rest.
  private func distance(_ target: TargetWebhook, _ live: LiveWebhook) -> Int {
    (target.url.normalized == live.comparableURL ? 0 : 10) + (target.name == live.name ? 0 : 1)
      + (target.events(on: live) == live.events ? 0 : 1) + (target.enabled == live.enabled ? 0 : 1)
  }
}

/// Matches by former name or URL that the state file rules out.
private struct Barrier {
  let recordedNames: [String: String]
  /// The targets that are on record, by their names.
  let known: Set<String>
  /// Which target a recorded name belongs to, as its name or a former one.
  let owners: [String: String]
  let deletesAll: Bool

  init(_ targets: [TargetWebhook], _ recordedNames: [String: String], _ deletesAll: Bool) {
    self.recordedNames = recordedNames
    self.deletesAll = deletesAll
    var owners: [String: String] = [:]
    for target in targets {
      for name in target.formerly { owners[name] = target.name }
    }
    for target in targets { owners[target.name] = target.name }
    self.owners = owners
    known = Set(recordedNames.values.compactMap { owners[$0] })
  }

  func isBetween(_ target: TargetWebhook, _ webhook: LiveWebhook) -> Bool {
    guard let name = recordedNames[webhook.id] else { return !deletesAll && known.contains(target.name) }
    return owners[name].map { $0 != target.name } ?? false
  }
}
