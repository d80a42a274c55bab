import DesiredState

/// Which live webhook is which desired one.
///
/// The rule (docs/ordering.md says why): a live webhook is the one of the desired webhook that has its
/// name. Of those left over on both sides, it is the one that has its URL: a rename is recognised, and
/// costs one call instead of two. Where several live webhooks share a name or a URL, the one with the
/// same URL is taken, then the one with the fewest differing fields, then the lowest ID. Everything is
/// decided by values, never by the order of the input.
///
/// What the state file knows only excludes: a URL never makes a webhook the one of a target that is on record as
/// another wanted one, nor, where nothing may be deleted, one that isn't on record the one of a target that is.
struct Matching {
  /// For every target, the index of its live webhook.
  private(set) var liveIndex: [Int?]
  /// The live webhooks that no target took, ascending.
  private(set) var leftOver: [Int]

  /// `recordedNames`: the names under which the state file knows webhooks, by their IDs.
  init(
    targets: [TargetWebhook], live: [LiveWebhook], recordedNames: [String: String] = [:],
    mayDelete: Bool = true
  ) {
    liveIndex = Array(repeating: nil, count: targets.count)
    var isFree = Array(repeating: true, count: live.count)
    leftOver = []
    take(targets, live, &isFree) { target, webhook in target.name == webhook.name }
    let barrier = recordedNames.isEmpty ? nil : Barrier(targets, recordedNames, mayDelete)
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

/// What the state file forbids a match by URL.
private struct Barrier {
  let recordedNames: [String: String]
  let known: Set<String>
  let wanted: Set<String>
  let mayDelete: Bool

  init(_ targets: [TargetWebhook], _ recordedNames: [String: String], _ mayDelete: Bool) {
    self.recordedNames = recordedNames
    self.mayDelete = mayDelete
    known = Set(recordedNames.values)
    wanted = Set(targets.map(\.name))
  }

  func isBetween(_ target: TargetWebhook, _ webhook: LiveWebhook) -> Bool {
    guard let name = recordedNames[webhook.id] else { return !mayDelete && known.contains(target.name) }
    return name != target.name && wanted.contains(name)
  }
}
