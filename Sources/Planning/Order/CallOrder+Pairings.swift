extension CallOrder {
  /// Another pairing with at most `creates` creates, and an order of its calls.
  mutating func paired(creates: Int) -> CallSequence? {
    let needs = coverage.needs()
    if creates == board.creates, let pairing = sameContent(),
      let found = sequence(for: Scheme(pairing: pairing), needs: needs)
    {
      return found
    }
    return pairing(needs: needs, creates: creates, below: .max)
      .flatMap { sequence(for: Scheme(pairing: $0.pairing), needs: needs) }
  }

  /// The pairing with the fewest departures, if fewer than `limit`. First finds out whether there is any pairing.
  mutating func pairing(
    needs: [Coverage.Carriers], creates: Int, below limit: Int, notCreated: Int = -1
  ) -> (pairing: [Int?], departures: Int)? {
    guard budget > 0 else { return nil }
    var feasibility = Feasibility(board, needs: needs, creates: creates, budget: budget)
    let moves = feasibility.find()
    budget = max(feasibility.budget, 1)
    guard let moves else { return nil }
    let some = pairing(by: moves, needs: needs, creates: creates)
    var search = PairingSearch(board, needs: needs, creates: creates, notCreated: notCreated)
    let isUsable =
      problem.mayDelete && board.permits(some) && (notCreated < 0 || some[notCreated] != nil)
    let fewest = isUsable ? min(limit, departures(of: some)) : limit
    guard let found = search.find(below: fewest, budget: &pairingBudget) else {
      return isUsable && departures(of: some) < limit ? (some, departures(of: some)) : nil
    }
    var pairing = problem.identity
    for target in board.targets { pairing[target] = found.pairing[target] }
    return (pairing, found.departures)
  }

  private func departures(of pairing: [Int?]) -> Int {
    pairing.indices.count { pairing[$0] != problem.identity[$0] }
  }

  /// Turns moves into a pairing. A move that only says that something free is used takes a webhook's own role first.
  private func pairing(by moves: [Feasibility.Move], needs: [Coverage.Carriers], creates: Int) -> [Int?] {
    var pairing = problem.identity
    var left = board.allLive
    var made: UInt64 = 0
    var room = max(0, min(board.room, creates))
    for move in moves {
      let bound = needs.reduce(0) { $1.targets & made == 0 ? $0 | $1.live : $0 }
      let free = Array(Bits(left & ~bound))
      let own = problem.identity[move.target]
      var choice = move.live
      if choice == nil {
        if let own, free.contains(own) {
          choice = own
        } else if let idle = free.first(where: {
          board.role[$0] < 0 || made & (1 << UInt64(board.role[$0])) != 0
        }) {
          choice = idle
        } else if room > 0, own == nil || free.isEmpty {
          room -= 1
        } else {
          choice = free.first
        }
      }
      pairing[move.target] = choice
      if let choice { left &= ~(1 << UInt64(choice)) }
      made |= 1 << UInt64(move.target)
    }
    return pairing
  }

  /// The pairing in which as many webhooks as possible keep what they deliver: the answer to a rotation of
  /// any length, which would take long to find by departures. Only for more than five targets: for fewer, the
  /// search is as fast and finds the one with the fewest departures.
  private func sameContent() -> [Int?]? {
    guard problem.mayDelete, board.targets.count > 5 else { return nil }
    var pairing = problem.identity
    for target in board.targets { pairing[target] = nil }
    var isUsed = Set(pairing.compactMap { $0 })
    func pair(_ agree: (Int, Int) -> Bool) {
      for target in board.targets where pairing[target] == nil {
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
    let creates = board.targets.count { pairing[$0] == nil }
    return creates <= board.creates && board.permits(pairing) ? pairing : nil
  }
}
