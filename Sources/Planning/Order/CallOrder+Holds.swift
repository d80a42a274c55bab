import AppStoreConnect

extension CallOrder {
  /// A scheme's calls with one webhook changed in two steps. In between it gets only its own event types, old
  /// and new, if that is enough, else others' event types, too.
  mutating func held(_ scheme: Scheme) -> CallSequence? {
    for target in board.targets {
      guard let live = scheme.pairing[target], problem.live[live].enabled, problem.targets[target].enabled,
        problem.live[live].comparableURL == problem.targets[target].url.normalized
      else { continue }
      let own = Set(problem.live[live].events).union(problem.targets[target].events)
      if let found = sequence(Scheme(pairing: scheme.pairing, hold: .before(live: live)), holding: own) {
        return found
      }
    }
    for hold in holds(in: scheme.pairing) {
      if let found = sequence(Scheme(pairing: scheme.pairing, hold: hold)) { return found }
    }
    return nil
  }

  /// The webhooks that could hold event types of others.
  ///
  /// At a third URL, neither the old nor the new one, a webhook holds nothing: the receiver there doesn't know its
  /// secret. Nor does one that has just been created: the plan would have to name a webhook that has no ID yet.
  private func holds(in pairing: [Int?]? = nil) -> [Scheme.Hold] {
    let before = board.live.filter { problem.live[$0].enabled && place(of: .before(live: $0)) != 0 }
    let after = board.targets.filter { target in
      pairing.map { $0[target] != nil } ?? true
        && problem.targets[target].enabled && place(of: .after(target: target)) != 0
    }
    return before.map { .before(live: $0) } + after.map { .after(target: $0) }
  }

  private func place(of hold: Scheme.Hold) -> UInt64 {
    switch hold {
    case .before(let live): coverage.place(of: problem.live[live].comparableURL)
    case .after(let target): coverage.place(of: problem.targets[target].url.normalized)
    }
  }

  /// A safe order with a webhook that holds certain event types of its URL, or whichever are needed there.
  private mutating func sequence(_ scheme: Scheme, holding events: Set<EventType>? = nil) -> CallSequence? {
    guard let hold = scheme.hold else { return nil }
    let place = place(of: hold)
    let needs = Coverage.essential(
      zip(coverage.carriers, coverage.pairs).map { carriers, pair in
        var carriers = carriers
        carriers.place &= events.map { $0.contains(pair.event) } ?? true ? place : 0
        return carriers
      })
    guard var found = sequence(for: scheme, needs: needs, place: place) else { return nil }
    found.heldEvents = heldEvents(of: found, scheme, place)
    return found
  }

  /// What the holding webhook has to deliver in the meantime: its own event types, and what nobody else delivers.
  private func heldEvents(of sequence: CallSequence, _ scheme: Scheme, _ place: UInt64) -> [EventType] {
    var events: Set<EventType> = []
    switch scheme.hold {
    case .before(let live):
      events.formUnion(problem.live[live].events)
      if let target = scheme.pairing.firstIndex(of: live), problem.targets[target].enabled,
        problem.targets[target].url.normalized == problem.live[live].comparableURL
      {
        events.formUnion(problem.targets[target].events)
      }
    case .after(let target): events.formUnion(problem.targets[target].events)
    case nil: return []
    }
    let search = OrderSearch(scheme, problem, needs: [], place: place, budget: 0)
    var state = search.start
    for call in sequence.calls {
      guard let position = search.calls.firstIndex(of: call) else { continue }
      state = search.unchecked(position, state)
      guard state.held != 0 else { continue }
      for (pair, carriers) in zip(coverage.pairs, coverage.carriers)
      where carriers.place == place && !carriers.isCovered(live: state.live, targets: state.targets) {
        events.insert(pair.event)
      }
    }
    return events.sorted()
  }

  /// Another pairing and a webhook that holds, with the fewest departures.
  mutating func pairedAndHeld(creates: Int) -> CallSequence? {
    var best: (pairing: [Int?], hold: Scheme.Hold, departures: Int)?
    for hold in holds() {
      let found = pairing(
        needs: needs(with: hold), creates: creates, below: best?.departures ?? .max,
        notCreated: { if case .after(let target) = hold { target } else { -1 } }())
      if let found { best = (found.pairing, hold, found.departures) }
    }
    return best.flatMap { sequence(Scheme(pairing: $0.pairing, hold: $0.hold)) }
  }

  /// The carriers if a webhook holds: the live one from the beginning, since more event types do no harm, the
  /// target up to the end.
  private func needs(with hold: Scheme.Hold) -> [Coverage.Carriers] {
    let place = place(of: hold)
    return Coverage.essential(
      coverage.carriers.map { carriers in
        var held = carriers
        held.place = 0
        guard carriers.place == place else { return held }
        switch hold {
        case .before(let live): held.live |= 1 << UInt64(live)
        case .after(let target): held.targets |= 1 << UInt64(target)
        }
        return held
      })
  }
}
