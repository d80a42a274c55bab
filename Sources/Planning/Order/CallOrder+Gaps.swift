extension CallOrder {
  /// Orders a scheme's calls if there is no safe order: the next call is always a safe one if there is any,
  /// else the one that loses the fewest pairs. The gaps say what is lost from when until when.
  func leastLossy(_ scheme: Scheme) -> CallSequence {
    let search = OrderSearch(scheme, problem, needs: [], budget: 0)
    var state = search.start
    var sequence = CallSequence(calls: [], pairing: scheme.pairing)
    var lostSince: [Int: Int] = [:]
    func lost(_ state: OrderSearch.State) -> Set<Int> {
      Set(
        coverage.carriers.indices.filter {
          !coverage.carriers[$0].isCovered(live: state.live, targets: state.targets)
        })
    }
    while sequence.calls.count < search.calls.count {
      let before = lost(state)
      let next = search.candidates(state).map { ($0, search.unchecked($0, state)) }
        .filter { $0.1.webhooks <= max(problem.limit, state.webhooks) }
        .map { (position: $0.0, state: $0.1, lost: lost($0.1)) }
      let losses = next.map { $0.lost.subtracting(before).count }
      guard let fewest = losses.min(), let choice = losses.firstIndex(of: fewest) else { break }
      let made = next[choice]
      for pair in before.subtracting(made.lost) {
        guard let since = lostSince.removeValue(forKey: pair) else { continue }
        sequence.gaps.append(gap(pair, from: since, until: sequence.calls.count))
      }
      for pair in made.lost.subtracting(before) { lostSince[pair] = sequence.calls.count }
      state = made.state
      sequence.calls.append(search.calls[made.position])
    }
    sequence.gaps.sort { ($0.from, $0.url, $0.event) < ($1.from, $1.url, $1.event) }
    return sequence
  }

  private func gap(_ pair: Int, from: Int, until: Int) -> UnavoidableGap {
    let pair = coverage.pairs[pair]
    return UnavoidableGap(url: pair.url, event: pair.event, from: from, until: until)
  }
}
