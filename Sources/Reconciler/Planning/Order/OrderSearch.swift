/// Finds an order of given calls in which no pair that needs care is ever undelivered and the limit is
/// never passed; exact, by depth-first search over the sets of calls made so far.
///
/// Whether a set of calls is safe doesn't depend on the order within it, so a set that led nowhere is never
/// tried again. In practice the first path succeeds: calls are tried in the order in which people expect
/// them, see ``candidates(made:count:)``.
struct OrderSearch {
  /// What a call does to the pairs that need care and to the number of webhooks.
  struct Effect {
    var call: OrderedCall
    var gains: [Int]
    var losses: [Int]
    var growth: Int
    /// The position of a call that must come before.
    var requires: Int?
  }

  let effects: [Effect]
  let limit: Int
  private var counts: [Int]
  private var deadEnds: Set<UInt64> = []
  private var order: [Int] = []

  init(effects: [Effect], counts: [Int], limit: Int) {
    self.effects = effects
    self.counts = counts
    self.limit = limit
  }

  /// The positions of the calls in a safe order, or `nil` where there is none, or none was found before
  /// `budget`, the number of sets that may still be looked at, ran out.
  mutating func find(webhooks: Int, budget: inout Int) -> [Int]? {
    search(made: 0, count: webhooks, budget: &budget) ? order : nil
  }

  private mutating func search(made: UInt64, count: Int, budget: inout Int) -> Bool {
    if order.count == effects.count { return true }
    budget -= 1
    guard budget > 0, !deadEnds.contains(made) else { return false }
    for position in candidates(made: made, count: count) where isSafe(position, count: count) {
      apply(position, 1)
      order.append(position)
      if search(made: made | 1 << UInt64(position), count: count + effects[position].growth, budget: &budget)
      {
        return true
      }
      order.removeLast()
      apply(position, -1)
    }
    deadEnds.insert(made)
    return false
  }

  /// The calls that may come next, the preferred ones first: creates, then modifies, then deletes; where a
  /// create lacks room, a delete comes before the modifies, so that the order stays the same.
  func candidates(made: UInt64, count: Int) -> [Int] {
    var creates: [Int] = []
    var modifies: [Int] = []
    var deletes: [Int] = []
    for position in effects.indices where made & (1 << UInt64(position)) == 0 {
      if let required = effects[position].requires, made & (1 << UInt64(required)) == 0 { continue }
      switch effects[position].call {
      case .create: creates.append(position)
      case .modify, .widen: modifies.append(position)
      case .delete: deletes.append(position)
      }
    }
    return !creates.isEmpty && count >= limit ? deletes + modifies : creates + modifies + deletes
  }

  private func isSafe(_ position: Int, count: Int) -> Bool {
    let effect = effects[position]
    return count + effect.growth <= max(limit, count) && effect.losses.allSatisfy { counts[$0] > 1 }
  }

  private mutating func apply(_ position: Int, _ sign: Int) {
    for pair in effects[position].gains { counts[pair] += sign }
    for pair in effects[position].losses { counts[pair] -= sign }
  }
}
