/// In which order an app's calls are made, and, where no order will do, which other calls.
///
/// Two things hold after every single call, whatever happens next:
/// - The app never has more webhooks than Apple allows.
/// - A (URL, event type) pair that an enabled webhook delivered before, and that the file wants after, is
///   delivered by some enabled webhook.
///
/// The ways to get there, in the order in which they are tried (docs/ordering.md shows them to users):
/// 1. The calls that identity asks for, in a safe order. Creates before modifies before deletes, because a
///    new webhook must deliver before an old one stops; a delete goes first only where a create lacks room.
/// 2. Another pairing, with no more calls. Where two webhooks swap URLs, neither can go first; but each can
///    take the other's name, and then nothing that is delivered changes at all. A webhook that becomes
///    another one gets its secret, too. The fewest departures from identity are tried first, so that the
///    fewest secrets are written.
/// 3. One extra call: a webhook gets all event types of before and after first and loses the old ones
///    later; or it is created anew and the old one deleted at the end.
/// 4. Nothing helps: the calls of 1, in the order that loses the fewest pairs, and the gaps by name.
struct CallOrder {
  let problem: OrderProblem
  let coverage: Coverage
  /// How many sets of calls may be looked at in all. Where up to four webhooks change, that is more than
  /// there are, so the search is exhaustive; beyond, it ends after a few milliseconds, and a way that wasn't
  /// found by then is taken to be none. That costs an announced gap, and never one that isn't announced.
  private var budget: Int
  /// How many steps the enumeration of pairings may take in all.
  private var pairingBudget: Int

  private init(_ problem: OrderProblem) {
    self.problem = problem
    coverage = Coverage(problem)
    budget = Pairings(problem).free.count <= 4 ? 1_000_000 : 8_000
    pairingBudget = budget
  }

  /// Orders the calls; `nil` where the app can't hold its webhooks beside those that are kept.
  static func sequence(for problem: OrderProblem) -> CallSequence? {
    guard problem.targets.count + problem.kept.count <= problem.limit else { return nil }
    if let sequence = losslessSequence(for: problem) { return sequence }
    var order = Self(problem)
    return order.sequence()
  }

  /// The calls of identity where no call can lose anything: none at all, or creates that there is room for and
  /// modifies that only add. Most apps are like that, and what they deliver need not be counted; the order is the
  /// one that the search finds.
  static func losslessSequence(for problem: OrderProblem) -> CallSequence? {
    var creates: [OrderedCall] = []
    var modifies: [OrderedCall] = []
    for call in Scheme(pairing: problem.identity).calls(for: problem) {
      switch call {
      case .create: creates.append(call)
      case .modify(let live, let target):
        guard onlyAdds(problem.targets[target], to: problem.live[live]) else { return nil }
        modifies.append(call)
      case .widen, .delete: return nil
      }
    }
    guard problem.live.count + problem.kept.count + creates.count <= problem.limit || creates.isEmpty else {
      return nil
    }
    return CallSequence(calls: creates + modifies, pairing: problem.identity)
  }

  private static func onlyAdds(_ target: TargetWebhook, to live: LiveWebhook) -> Bool {
    !live.enabled
      || target.enabled && target.url.normalized == live.comparableURL
        && live.events.allSatisfy(target.events.contains)
  }

  private mutating func sequence() -> CallSequence {
    let identity = Scheme(pairing: problem.identity)
    let fewest = identity.calls(for: problem).count
    if let found = sequence(for: identity) { return found }
    let pairings = Pairings(problem)
    return search(pairings, calls: ...fewest)
      ?? widened(identity)
      ?? search(pairings, calls: (fewest + 1)...(fewest + 1))
      ?? searchWidened(pairings, calls: fewest)
      ?? leastLossy(identity)
  }

  /// A safe order of a scheme's calls.
  private mutating func sequence(for scheme: Scheme) -> CallSequence? {
    let calls = scheme.calls(for: problem)
    var search = OrderSearch(
      effects: scheme.effects(of: calls, problem, coverage), counts: coverage.initialCounts,
      limit: problem.limit)
    guard let order = search.find(webhooks: problem.live.count + problem.kept.count, budget: &budget) else {
      return nil
    }
    return CallSequence(calls: order.map { calls[$0] }, pairing: scheme.pairing)
  }

  /// The first pairing with a safe order, those with the fewest departures first.
  private mutating func search(
    _ pairings: Pairings, calls range: some RangeExpression<Int>
  ) -> CallSequence? {
    if let found = sameContent(pairings, calls: range) { return found }
    return firstSequence(pairings) { order, pairing in
      let scheme = Scheme(pairing: pairing)
      guard range.contains(scheme.calls(for: order.problem).count) else { return nil }
      return order.sequence(for: scheme)
    }
  }

  private mutating func firstSequence(
    _ pairings: Pairings, _ body: (inout Self, [Int?]) -> CallSequence?
  ) -> CallSequence? {
    var found: CallSequence?
    for departures in 1...max(1, pairings.free.count) where budget > 0 {
      var left = pairingBudget
      let isFound = pairings.first(departures: departures, budget: &left) { pairing in
        found = body(&self, pairing)
        return found != nil || budget <= 0
      }
      pairingBudget = left
      if isFound { break }
    }
    return found
  }

  /// The pairing in which as many webhooks as possible keep what they deliver: the answer to a rotation of
  /// any length, which would take long to find by departures. Only where more than a handful are involved,
  /// for below that the search finds the one with the fewest departures as fast.
  private mutating func sameContent(
    _ pairings: Pairings, calls range: some RangeExpression<Int>
  ) -> CallSequence? {
    guard pairings.free.count > 5 else { return nil }
    var pairing = problem.identity
    for target in pairings.free { pairing[target] = nil }
    var isUsed = Set(pairing.compactMap { $0 })
    func pair(_ agree: (Int, Int) -> Bool) {
      for target in pairings.free where pairing[target] == nil {
        guard let live = problem.live.indices.first(where: { !isUsed.contains($0) && agree(target, $0) })
        else { continue }
        pairing[target] = live
        isUsed.insert(live)
      }
    }
    let (targets, live) = (problem.targets, problem.live)
    pair {
      targets[$0].url.normalized == live[$1].comparableURL && targets[$0].events == live[$1].events
        && targets[$0].enabled == live[$1].enabled
    }
    pair { targets[$0].url.normalized == live[$1].comparableURL }
    pair { problem.identity[$0] == $1 }
    let scheme = Scheme(pairing: pairing)
    let isWanted = pairings.isRecoverable(pairing) && range.contains(scheme.calls(for: problem).count)
    return isWanted ? sequence(for: scheme) : nil
  }

  /// The identity's calls with one webhook changed in two steps.
  private mutating func widened(_ scheme: Scheme) -> CallSequence? {
    for target in problem.targets.indices where canWiden(target, in: scheme) {
      if let found = sequence(for: Scheme(pairing: scheme.pairing, widened: target)) { return found }
    }
    return nil
  }

  private mutating func searchWidened(_ pairings: Pairings, calls: Int) -> CallSequence? {
    firstSequence(pairings) { order, pairing in
      let scheme = Scheme(pairing: pairing)
      return scheme.calls(for: order.problem).count <= calls ? order.widened(scheme) : nil
    }
  }

  /// Whether a target's webhook can deliver all of before and after at once: at one URL only.
  private func canWiden(_ target: Int, in scheme: Scheme) -> Bool {
    guard let live = scheme.pairing[target], problem.live[live].enabled, problem.targets[target].enabled
    else { return false }
    return problem.live[live].comparableURL == problem.targets[target].url.normalized
      && problem.live[live].events != problem.targets[target].events
  }
}
