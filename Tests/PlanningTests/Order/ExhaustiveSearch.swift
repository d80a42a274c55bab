import AppStoreConnect

@testable import Planning

/// Breadth-first search over all possible calls, without any cleverness, and with nothing in common with the
/// searches that it judges but the problem.
///
/// docs/ordering.md says what is possible: webhooks that are as they should be stay so; each other live one
/// becomes a target or is deleted; each other target is created or made of a live one; and at most one
/// webhook delivers everything of its URL for a while.
struct ExhaustiveSearch {
  private struct State: Hashable {
    /// What became of each live webhook.
    var live: [Fate]
    /// The targets that were created.
    var created: Set<Int> = []
    var hasHeld = false
  }

  private enum Fate: Hashable {
    case untouched, holding, deleted
    case made(Int, holds: Bool)
  }

  private let problem: OrderProblem
  /// Live webhooks that are as they should be, with their targets.
  private var settled: [Int: Int] = [:]
  /// The pairs that mustn't be lost, bit by bit.
  private var pairs: [String: UInt64] = [:]

  init(_ problem: OrderProblem) {
    self.problem = problem
    for (target, live) in problem.identity.enumerated() {
      if let live, problem.isSatisfied(target: target, live: live) { settled[live] = target }
    }
    let wanted = Set(problem.targets.flatMap { Self.pairs($0.enabled, $0.url.normalized, $0.events) })
    let before = Set(problem.live.flatMap { Self.pairs($0.enabled, $0.comparableURL, $0.events) })
    let always = Set(problem.kept.flatMap { Self.pairs($0.enabled, $0.comparableURL, $0.events) })
    for pair in wanted.intersection(before).subtracting(always) { pairs[pair] = 1 << UInt64(pairs.count) }
    precondition(pairs.count < 64)
  }

  private static func pairs(_ enabled: Bool, _ url: String, _ events: [EventType]) -> [String] {
    enabled ? events.map { "\(url) \($0.rawValue)" } : []
  }

  private func mask(_ pairs: [String]) -> UInt64 { pairs.reduce(0) { $0 | (self.pairs[$1] ?? 0) } }

  private func delivered(by target: Int) -> UInt64 {
    let target = problem.targets[target]
    return mask(Self.pairs(target.enabled, target.url.normalized, target.events))
  }

  private func delivered(byLive live: Int) -> UInt64 {
    let live = problem.live[live]
    return mask(Self.pairs(live.enabled, live.comparableURL, live.events))
  }

  private func everything(at url: String) -> UInt64 { mask(pairs.keys.filter { $0.hasPrefix(url + " ") }) }

  /// The fewest calls that lose nothing, or `nil` if there are none within the limit.
  func fewestCalls(atMost: Int) -> Int? {
    var frontier: Set<State> = [State(live: problem.live.map { _ in .untouched })]
    for calls in 0...atMost {
      if frontier.contains(where: isDone) { return calls }
      frontier = Set(frontier.flatMap(successors).filter(isSafe))
    }
    return nil
  }

  private func made(_ state: State) -> Set<Int> {
    var made = state.created.union(settled.values)
    for case .made(let target, _) in state.live { made.insert(target) }
    return made
  }

  private func isDone(_ state: State) -> Bool {
    isRecoverable(state) && made(state).count == problem.targets.count
      && state.live.indices.allSatisfy { index in
        switch state.live[index] {
        case .untouched: settled[index] != nil
        case .holding, .made(_, holds: true): false
        case .made(_, holds: false), .deleted: true
        }
      }
  }

  private func successors(_ state: State) -> [State] {
    let done = made(state)
    let open = problem.targets.indices.filter { !done.contains($0) }
    var next: [State] = open.map { target in
      var created = state
      created.created.insert(target)
      return created
    }
    for index in state.live.indices where settled[index] == nil {
      func with(_ fate: Fate, hold: Bool = false) -> State {
        var changed = state
        changed.live[index] = fate
        changed.hasHeld = changed.hasHeld || hold
        return changed
      }
      switch state.live[index] {
      case .untouched, .holding:
        next += open.map { with(.made($0, holds: false)) }
        if problem.mayDelete { next.append(with(.deleted)) }
        guard !state.hasHeld else { continue }
        if problem.live[index].enabled { next.append(with(.holding, hold: true)) }
        next += open.filter { problem.targets[$0].enabled }.map { with(.made($0, holds: true), hold: true) }
      case .made(let target, holds: true): next.append(with(.made(target, holds: false)))
      case .made(_, holds: false), .deleted: continue
      }
    }
    return next
  }

  /// Without deletes, only two webhooks may exchange roles. Each must have the name of its old role and the
  /// URL of its new one, and no third one may have a name of theirs, or a URL of theirs unless it has the
  /// name of its own target.
  private func isRecoverable(_ state: State) -> Bool {
    problem.mayDelete
      || state.live.indices.allSatisfy { live in
        guard case .made(let target, _) = state.live[live], problem.identity[target] != live else {
          return true
        }
        guard let own = problem.identity[target], let other = problem.identity.firstIndex(of: live),
          case .made(other, _) = state.live[own]
        else { return false }
        let names = [target, other].map { problem.targets[$0].name }
        let urls = [target, other].map { problem.targets[$0].url.normalized }
        let rest = problem.live.indices.filter { $0 != live && $0 != own }.map { problem.live[$0] }
        return problem.live[live].name == problem.targets[other].name
          && problem.live[live].comparableURL == problem.targets[target].url.normalized
          && !(rest + problem.strangers).contains { names.contains($0.name) }
          && !problem.strangers.contains { urls.contains($0.comparableURL) }
          && !problem.live.indices.contains { third in
            let role = problem.identity.firstIndex(of: third).map { problem.targets[$0].name }
            return third != live && third != own && problem.live[third].name != role
              && urls.contains(problem.live[third].comparableURL)
          }
      }
  }

  private func isSafe(_ state: State) -> Bool {
    var delivered: UInt64 = 0
    var count = problem.kept.count + state.created.count
    for target in state.created { delivered |= self.delivered(by: target) }
    for (index, fate) in state.live.enumerated() {
      switch fate {
      case .deleted: continue
      case .untouched: delivered |= self.delivered(byLive: index)
      case .holding: delivered |= everything(at: problem.live[index].comparableURL)
      case .made(let target, let holds):
        delivered |= self.delivered(by: target)
        if holds { delivered |= everything(at: problem.targets[target].url.normalized) }
      }
      count += 1
    }
    return count <= problem.limit && delivered.nonzeroBitCount == pairs.count
  }
}
