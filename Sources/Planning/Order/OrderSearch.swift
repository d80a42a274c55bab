/// Finds an order of given calls in which no pair that needs care is ever undelivered and the limit is never
/// passed; exact, by search over the sets of calls made so far.
///
/// Whether a set of calls is safe doesn't depend on the order within it, so a set that led nowhere is never
/// tried again. A harmless call is never a mistake, so if one is possible, nothing else is tried. The order
/// is the first one in which calls come as people expect them, see ``candidates(_:)``.
struct OrderSearch {
  /// Which calls were made, and what there is then.
  struct State {
    var made: UInt64 = 0
    var live: UInt64 = .max
    var targets: UInt64 = 0
    /// The URL at which a webhook delivers everything for the time being.
    var held: UInt64 = 0
    var webhooks: Int
  }

  let calls: [OrderedCall]
  private let needs: [Coverage.Carriers]
  private let limit: Int
  /// The URL that the scheme's hold is about.
  private let place: UInt64
  let start: State
  private var deadEnds: Set<UInt64> = []
  /// How many sets may still be looked at.
  private(set) var budget: Int

  init(
    _ scheme: Scheme, _ problem: OrderProblem, needs: [Coverage.Carriers], place: UInt64 = 0, budget: Int
  ) {
    calls = scheme.calls(for: problem)
    self.needs = needs
    self.place = place
    limit = problem.limit
    start = State(webhooks: problem.live.count + problem.kept.count)
    self.budget = budget
  }

  /// The calls in a safe order, or `nil` if there is none, or none was found within the budget.
  mutating func find() -> [OrderedCall]? {
    guard canEnd(from: start) else { return nil }
    var state = start
    var order: [OrderedCall] = []
    while order.count < calls.count {
      let next = candidates(state).first { position in
        guard let after = self.state(after: position, state) else { return false }
        return isHarmless(position, state) || canEnd(from: after)
      }
      guard let next, let after = self.state(after: next, state) else { return nil }
      order.append(calls[next])
      state = after
    }
    return order
  }

  private mutating func canEnd(from first: State) -> Bool {
    var state = first
    var open = openPositions(state)
    while let harmless = open.first(where: { isHarmless($0, state) }),
      let next = self.state(after: harmless, state)
    {
      state = next
      open = openPositions(state)
    }
    if open.isEmpty { return true }
    budget -= 1
    guard budget > 0, !deadEnds.contains(state.made) else { return false }
    for position in open {
      if let next = self.state(after: position, state), canEnd(from: next) { return true }
    }
    deadEnds.insert(state.made)
    return false
  }

  /// The calls that may come next, the preferred ones first: creates, then modifies, then deletes. If a
  /// create lacks room, a delete comes before the modifies, so that the order stays the same.
  func candidates(_ state: State) -> [Int] {
    var creates: [Int] = []
    var modifies: [Int] = []
    var deletes: [Int] = []
    for position in openPositions(state) {
      switch calls[position] {
      case .create: creates.append(position)
      case .modify, .widen, .narrow: modifies.append(position)
      case .delete: deletes.append(position)
      }
    }
    return !creates.isEmpty && state.webhooks >= limit ? deletes + modifies : creates + modifies + deletes
  }

  private func openPositions(_ state: State) -> [Int] {
    calls.indices.filter { position in
      guard state.made & (1 << UInt64(position)) == 0 else { return false }
      guard position > 0 else { return true }
      // The second call of a webhook comes right after its first one.
      switch (calls[position - 1], calls[position]) {
      case (.widen, _), (_, .narrow): return state.made & (1 << UInt64(position - 1)) != 0
      default: return true
      }
    }
  }

  /// The state after a call; `nil` if it isn't safe.
  private func state(after position: Int, _ state: State) -> State? {
    let next = unchecked(position, state)
    guard next.webhooks <= max(limit, state.webhooks),
      needs.allSatisfy({ $0.isCovered(live: next.live, targets: next.targets, held: next.held) })
    else { return nil }
    return next
  }

  /// The state after a call, safe or not.
  func unchecked(_ position: Int, _ state: State) -> State {
    var next = state
    next.made |= 1 << UInt64(position)
    switch calls[position] {
    case .create(let target):
      next.targets |= 1 << UInt64(target)
      next.webhooks += 1
    case .modify(let live, let target):
      next.live &= ~(1 << UInt64(live))
      next.targets |= 1 << UInt64(target)
      if isEndOfHold(position) { next.held = 0 }
      if position + 1 < calls.count, case .narrow = calls[position + 1] { next.held = place }
    case .widen: next.held = place
    case .narrow: next.held = 0
    case .delete(let live):
      next.live &= ~(1 << UInt64(live))
      next.webhooks -= 1
      if isEndOfHold(position) { next.held = 0 }
    }
    return next
  }

  /// Whether a safe call can never be regretted: it takes no room that another one may need, and nothing that its
  /// webhook delivered before depends on others that are still to be changed.
  private func isHarmless(_ position: Int, _ state: State) -> Bool {
    switch calls[position] {
    case .widen: true
    case .narrow: state.made | (1 << UInt64(position)) == (1 << UInt64(calls.count)) - 1
    case .create:
      state.webhooks + openPositions(state).count { if case .create = calls[$0] { true } else { false } }
        <= limit
    case .modify, .delete: !isEndOfHold(position) && losesNothing(unchecked(position, state), state)
    }
  }

  private func losesNothing(_ next: State, _ state: State) -> Bool {
    let gone = state.live & ~next.live
    return needs.allSatisfy { $0.targets & next.targets != 0 || $0.live & gone == 0 }
  }

  private func isEndOfHold(_ position: Int) -> Bool {
    guard position > 0, case .widen = calls[position - 1] else { return false }
    return true
  }
}
