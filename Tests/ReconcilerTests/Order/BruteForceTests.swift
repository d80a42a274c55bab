import AppStoreConnect
import TestSupport
import Testing

@testable import Reconciler

/// Compares the number of calls with an exhaustive search over everything that could be called.
@Suite struct BruteForceTests {
  @Test func noPlanHasMoreCallsThanItNeeds() async {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var kinds: [String: Int] = [:]
    for index in 0..<12_000 {
      // All tests share a few threads.
      if index.isMultiple(of: 50) { await Task.yield() }
      let alphabet = OrderCase.Alphabet(
        names: index % 3 + 2, urls: index % 7 / 4 + 1, events: index % 5 + 2, most: 4)
      let isContested = index.isMultiple(of: 6)
      var problem = Self.problem(
        isContested
          ? .contested(most: index.isMultiple(of: 120) ? 4 : 3, using: &random)
          : OrderCase(alphabet, using: &random))
      // Less room than Apple gives makes room scarce in small cases.
      problem.limit = max(problem.live.count, problem.targets.count) + problem.kept.count
      if index.isMultiple(of: 4) { problem.limit += 1 }
      let base = Scheme(pairing: problem.identity).calls(for: problem).count
      guard let sequence = CallOrder.sequence(for: problem) else {
        Issue.record("seed \(seed), case \(index): no sequence")
        continue
      }
      let count = sequence.calls.count
      if sequence.pairing == problem.identity, count == base, sequence.gaps.isEmpty {
        kinds["order", default: 0] += 1
        continue
      }
      let needed = BruteForce(problem).fewestCalls(atMost: base + 1)
      let kind: String
      switch needed {
      case nil:
        kind = "gap"
        #expect(!sequence.gaps.isEmpty && count == base, "seed \(seed), case \(index): \(problem)")
      case let needed? where needed > base:
        kind = "extra call"
        #expect(sequence.gaps.isEmpty && count == base + 1, "seed \(seed), case \(index): \(problem)")
      case _?:
        kind = "re-pairing"
        #expect(sequence.gaps.isEmpty && count <= base, "seed \(seed), case \(index): \(problem)")
      }
      kinds[kind, default: 0] += 1
    }
    // Every way out must have been taken, or the cases prove nothing.
    for kind in ["order", "re-pairing", "extra call"] {
      #expect(kinds[kind, default: 0] > 0, "no case needed: \(kind) (seed \(seed)): \(kinds)")
    }
  }

  /// Three webhooks of three event types each, dealt anew so that each new one has one of each old one:
  /// whichever goes first, two event types are lost, and one extra call saves but one webhook.
  @Test func aGridOfThreeByThreeHasAGapThatIsAnnounced() throws {
    let rows = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let columns = [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
    let example = OrderCase(
      targets: columns.enumerated().map { OrderCase.target("n\($0.offset)", url: 0, events: $0.element) },
      live: rows.enumerated().map {
        OrderCase.live("w\($0.offset)", "n\($0.offset)", url: 0, events: $0.element)
      })
    var problem = Self.problem(example)
    problem.limit = 3
    #expect(BruteForce(problem).fewestCalls(atMost: 4) == nil)
    let sequence = try #require(CallOrder.sequence(for: problem))
    #expect(sequence.calls.count == 3)
    #expect(!sequence.gaps.isEmpty)
    // With room for one more there is a way.
    problem.limit = 4
    let roomy = try #require(CallOrder.sequence(for: problem))
    #expect(roomy.gaps.isEmpty == (BruteForce(problem).fewestCalls(atMost: 4) != nil))
  }

  static func problem(_ example: OrderCase) -> OrderProblem {
    let targets = example.targets.sorted { $0.name < $1.name }
    let live = example.live.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    let matching = Matching(targets: targets, live: live)
    let kept = example.desired.prune ? [] : matching.leftOver
    let ours = live.indices.filter { !kept.contains($0) }
    return OrderProblem(
      targets: targets, live: ours.map { live[$0] }, kept: kept.map { live[$0] },
      identity: matching.liveIndex.map { $0.flatMap(ours.firstIndex(of:)) }, mayDelete: example.desired.prune)
  }
}

/// Breadth-first search over states, with no idea of what is clever.
private struct BruteForce {
  struct State: Hashable {
    /// What became of each live webhook.
    var live: [Fate]
    /// The targets that were created.
    var created: Set<Int>
  }

  enum Fate: Hashable { case untouched, widened(Int), becameTarget(Int), deleted }

  let problem: OrderProblem
  /// Live webhooks that are as they should be and aren't touched, with their targets.
  let settled: [Int: Int]
  let coverage: Coverage

  init(_ problem: OrderProblem) {
    self.problem = problem
    coverage = Coverage(problem)
    var settled: [Int: Int] = [:]
    for (target, live) in problem.identity.enumerated() {
      if let live, problem.isSatisfied(target: target, live: live) { settled[live] = target }
    }
    self.settled = settled
  }

  func fewestCalls(atMost: Int) -> Int? {
    var frontier: Set<State> = [
      State(live: problem.live.map { _ in .untouched }, created: [])
    ]
    for calls in 0...atMost {
      if frontier.contains(where: isDone) { return calls }
      frontier = Set(frontier.flatMap(successors).filter(isSafe))
    }
    return nil
  }

  private func isDone(_ state: State) -> Bool {
    let made = Set(state.live.compactMap { if case .becameTarget(let target) = $0 { target } else { nil } })
    return isRecoverable(state)
      && made.union(state.created).union(settled.values).count == problem.targets.count
      && state.live.indices.allSatisfy { index in
        switch state.live[index] {
        case .untouched: settled[index] != nil
        case .widened: false
        case .becameTarget, .deleted: true
        }
      }
  }

  private func successors(_ state: State) -> [State] {
    var taken = state.created.union(settled.values)
    for case .becameTarget(let target) in state.live { taken.insert(target) }
    let open = problem.targets.indices.filter { !taken.contains($0) }
    var next: [State] = open.map { target in
      var created = state
      created.created.insert(target)
      return created
    }
    for index in state.live.indices where settled[index] == nil {
      func with(_ fate: Fate) -> State {
        var changed = state
        changed.live[index] = fate
        return changed
      }
      switch state.live[index] {
      case .untouched:
        next += open.map { with(.becameTarget($0)) }
        next += open.filter { canWiden(index, $0) }.map { with(.widened($0)) }
        if problem.mayDelete { next.append(with(.deleted)) }
      case .widened(let target) where open.contains(target): next.append(with(.becameTarget(target)))
      default: continue
      }
    }
    return next
  }

  /// Without deletes only two webhooks may change roles, each must have the URL of its new one, and no third one
  /// a name of theirs.
  private func isRecoverable(_ state: State) -> Bool {
    problem.mayDelete
      || state.live.indices.allSatisfy { live in
        guard case .becameTarget(let target) = state.live[live], problem.identity[target] != live else {
          return true
        }
        guard let own = problem.identity[target], let other = problem.identity.firstIndex(of: live) else {
          return false
        }
        let others = problem.live.indices.filter { $0 != live && $0 != own }.map { problem.live[$0] }
        return state.live[own] == .becameTarget(other)
          && problem.live[live].comparableURL == problem.targets[target].url.normalized
          && !(others + problem.kept).contains { $0.name == problem.targets[target].name }
      }
  }

  private func canWiden(_ live: Int, _ target: Int) -> Bool {
    problem.live[live].enabled && problem.targets[target].enabled
      && problem.live[live].comparableURL == problem.targets[target].url.normalized
  }

  private func isSafe(_ state: State) -> Bool {
    var delivered: Set<Int> = []
    var count = problem.kept.count + state.created.count
    for target in state.created { delivered.formUnion(coverage.delivered(by: problem.targets[target])) }
    for (index, fate) in state.live.enumerated() {
      let before = coverage.delivered(by: problem.live[index])
      switch fate {
      case .deleted: continue
      case .untouched: delivered.formUnion(before)
      case .widened(let target):
        delivered.formUnion(before.union(coverage.delivered(by: problem.targets[target])))
      case .becameTarget(let target): delivered.formUnion(coverage.delivered(by: problem.targets[target]))
      }
      count += 1
    }
    return count <= problem.limit && delivered.count == coverage.pairs.count
  }
}
