/// Enumerates the pairings that depart from the identity in a given number of targets.
///
/// Targets that are satisfied as they are keep their live webhook: to touch one would cost a call that
/// nobody asked for.
struct Pairings {
  private let problem: OrderProblem
  /// The targets that may be given another webhook.
  let free: [Int]
  private let freeLive: [Int]

  init(_ problem: OrderProblem) {
    self.problem = problem
    let settled = problem.identity.indices.filter { target in
      problem.identity[target].map { problem.isSatisfied(target: target, live: $0) } ?? false
    }
    let settledLive = Set(settled.compactMap { problem.identity[$0] })
    let settledTargets = Set(settled)
    free = problem.targets.indices.filter { !settledTargets.contains($0) }
    freeLive = problem.live.indices.filter { !settledLive.contains($0) }
  }

  /// Calls `body` with every pairing that departs in exactly `departures` targets, until it returns `true`;
  /// in the order of targets and live webhooks, so that the result doesn't depend on chance.
  ///
  /// - Parameter budget: how many steps of the enumeration may still be taken; at 0 it ends with `false`.
  func first(departures: Int, budget: inout Int, where body: ([Int?]) -> Bool) -> Bool {
    var pairing = problem.identity
    for target in free { pairing[target] = nil }
    var isUsed = Array(repeating: false, count: problem.live.count)
    return assign(0, departures, &pairing, &isUsed, &budget, body)
  }

  private func assign(
    _ position: Int, _ departures: Int, _ pairing: inout [Int?], _ isUsed: inout [Bool],
    _ budget: inout Int, _ body: ([Int?]) -> Bool
  ) -> Bool {
    budget -= 1
    guard budget > 0 else { return false }
    guard position < free.count else {
      return departures == 0 && isRecoverable(pairing) && body(pairing)
    }
    let target = free[position]
    let own = problem.identity[target]
    let isOwnFree = own.map { !isUsed[$0] } ?? true
    // The own webhook first: it is no departure.
    if isOwnFree, departures <= free.count - position - 1 {
      if take(own, target, position, departures, &pairing, &isUsed, &budget, body) { return true }
    }
    guard departures > 0 else { return false }
    for live in freeLive where live != own && !isUsed[live] {
      if take(live, target, position, departures - 1, &pairing, &isUsed, &budget, body) { return true }
    }
    return own != nil && problem.mayDelete
      && take(nil, target, position, departures - 1, &pairing, &isUsed, &budget, body)
  }

  /// Whether a run that stops half-way leaves nothing behind that the next one can't put right.
  ///
  /// With deletes, it can: what belongs to nothing any more is deleted. Without, a webhook that has lost its
  /// name to another one must be recognised by its URL, or it would stay for ever. So only two webhooks may
  /// change roles with each other, each must have the URL of its new role, and no third one a name of theirs:
  /// that one would be recognised first.
  func isRecoverable(_ pairing: [Int?]) -> Bool {
    problem.mayDelete
      || free.allSatisfy { target in
        guard pairing[target] != problem.identity[target] else { return true }
        guard let live = pairing[target], let own = problem.identity[target],
          let other = problem.identity.firstIndex(of: live)
        else { return false }
        return pairing[other] == own
          && problem.live[live].comparableURL == problem.targets[target].url.normalized
          && !isName(of: target, heldBesides: [live, own])
      }
  }

  private func isName(of target: Int, heldBesides own: Set<Int>) -> Bool {
    let name = problem.targets[target].name
    return problem.kept.contains { $0.name == name }
      || problem.live.indices.contains { !own.contains($0) && problem.live[$0].name == name }
  }

  private func take(
    _ live: Int?, _ target: Int, _ position: Int, _ departures: Int, _ pairing: inout [Int?],
    _ isUsed: inout [Bool], _ budget: inout Int, _ body: ([Int?]) -> Bool
  ) -> Bool {
    pairing[target] = live
    if let live { isUsed[live] = true }
    defer {
      pairing[target] = nil
      if let live { isUsed[live] = false }
    }
    return assign(position + 1, departures, &pairing, &isUsed, &budget, body)
  }
}
