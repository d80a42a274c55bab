/// What searches for pairings need to know of a problem, as bit sets.
struct Board {
  /// The targets and the live webhooks that have to be changed.
  let targets: [Int]
  let live: [Int]
  let allTargets: UInt64
  let allLive: UInt64
  /// For every target its live webhook by identity, for every live webhook its target; -1 for none.
  let own: [Int]
  let role: [Int]
  /// How many more webhooks the app can have; negative if it has too many.
  let room: Int
  /// The targets that only their own live webhook may become.
  let pinned: UInt64
  /// For every target, those that it may exchange webhooks with, if roles can only be exchanged; else `nil`.
  let exchanges: [UInt64]?
  /// How many targets are created if each gets its own live webhook.
  let creates: Int

  init(_ problem: OrderProblem) {
    let settled = Set(problem.settledLive)
    targets = problem.targets.indices.filter { target in
      problem.identity[target].map { !settled.contains($0) } ?? true
    }
    live = problem.live.indices.filter { !settled.contains($0) }
    own = problem.identity.map { $0 ?? -1 }
    var role = Array(repeating: -1, count: problem.live.count)
    for (target, live) in problem.identity.enumerated() { if let live { role[live] = target } }
    self.role = role
    allTargets = targets.reduce(0) { $0 | 1 << UInt64($1) }
    allLive = live.reduce(0) { $0 | 1 << UInt64($1) }
    room = problem.limit - problem.live.count - problem.kept.count
    exchanges = problem.mayDelete ? nil : Exchanges.possible(problem, among: targets)
    pinned = targets.reduce(0) { problem.pinned.contains($1) ? $0 | 1 << UInt64($1) : $0 }
    creates = targets.count { problem.identity[$0] == nil }
  }

  /// The targets that a live webhook may become.
  func roles(of live: Int) -> UInt64 {
    let own = role[live] < 0 ? 0 : pinned & (1 << UInt64(role[live]))
    return own == 0 ? ~pinned : own
  }

  /// Whether a pairing leaves the pinned targets their own.
  func permits(_ pairing: [Int?]) -> Bool { Bits(pinned).allSatisfy { pairing[$0] == own[$0] } }

  /// How many targets are made by changing live webhooks, if as many as possible are.
  var mostModifies: Int { min(targets.count, live.count) }
}

/// The set bits of a word, the lowest first.
struct Bits: Sequence, IteratorProtocol {
  private var word: UInt64

  init(_ word: UInt64) { self.word = word }

  mutating func next() -> Int? {
    guard word != 0 else { return nil }
    defer { word &= word - 1 }
    return word.trailingZeroBitCount
  }
}
