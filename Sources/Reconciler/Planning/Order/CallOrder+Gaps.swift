extension CallOrder {
  /// The identity's calls where no safe order exists: always a safe one if there is any, else the one that
  /// loses the fewest pairs, and what is lost from when until when.
  func leastLossy(_ scheme: Scheme) -> CallSequence {
    let calls = scheme.calls(for: problem)
    let effects = scheme.effects(of: calls, problem, coverage)
    let search = OrderSearch(effects: effects, counts: coverage.initialCounts, limit: problem.limit)
    var counts = coverage.initialCounts
    var webhooks = problem.live.count + problem.kept.count
    var made: UInt64 = 0
    var sequence = CallSequence(calls: [], pairing: scheme.pairing)
    var lostSince: [Int: Int] = [:]
    while sequence.calls.count < calls.count {
      let possible = search.candidates(made: made, count: webhooks)
        .filter { webhooks + effects[$0].growth <= max(problem.limit, webhooks) }
      let losses = possible.map { position in effects[position].losses.count { counts[$0] == 1 } }
      guard let fewest = losses.min(), let choice = losses.firstIndex(of: fewest) else { break }
      let effect = effects[possible[choice]]
      for pair in effect.gains {
        counts[pair] += 1
        guard let since = lostSince.removeValue(forKey: pair) else { continue }
        sequence.gaps.append(gap(pair, from: since, until: sequence.calls.count))
      }
      for pair in effect.losses {
        counts[pair] -= 1
        if counts[pair] == 0 { lostSince[pair] = sequence.calls.count }
      }
      made |= 1 << UInt64(possible[choice])
      webhooks += effect.growth
      sequence.calls.append(effect.call)
    }
    sequence.gaps.sort { ($0.from, $0.url, $0.event) < ($1.from, $1.url, $1.event) }
    return sequence
  }

  private func gap(_ pair: Int, from: Int, until: Int) -> UnavoidableGap {
    let pair = coverage.pairs[pair]
    return UnavoidableGap(url: pair.url, event: pair.event, from: from, until: until)
  }
}
