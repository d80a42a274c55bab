import AppStoreConnect
import PlanningSupport
import TestSupport
import Testing

@testable import Planning

/// Compares the number of calls with an exhaustive search over all possible calls.
@Suite struct BruteForceTests {
  @Test func noPlanHasMoreCallsThanItNeeds() async {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var kinds: [String: Int] = [:]
    for index in 0..<RandomCases.count(2_000) {
      // Yields, because all tests share a few threads.
      if index.isMultiple(of: 50) { await Task.yield() }
      let alphabet = OrderCase.Alphabet(
        names: index % 3 + 2, urls: index % 7 / 4 + 1, events: index % 5 + 2, most: 4)
      let isContested = index.isMultiple(of: 3)
      var problem = Self.problem(
        isContested
          ? .contested(most: index.isMultiple(of: 12) ? 4 : 3, using: &random)
          : OrderCase(alphabet, using: &random))
      // A lower limit than Apple's makes room scarce in small cases.
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
      let needed = ExhaustiveSearch(problem).fewestCalls(atMost: base + 1)
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
    // Every fallback must have been used, or the cases prove nothing.
    for kind in ["order", "re-pairing", "extra call"] {
      #expect(kinds[kind, default: 0] > 0, "no case needed: \(kind) (seed \(seed)): \(kinds)")
    }
  }

  /// Three webhooks of three event types each are dealt anew, so that each new one has one type of each old
  /// one. Whichever goes first, two event types are lost, unless one webhook holds all for a while.
  @Test func aGridOfThreeByThreeTakesOneCallMore() throws {
    let rows = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let columns = [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
    let example = OrderCase(
      targets: columns.enumerated().map { OrderCase.target("n\($0.offset)", url: 0, events: $0.element) },
      live: rows.enumerated().map {
        OrderCase.live("w\($0.offset)", "n\($0.offset)", url: 0, events: $0.element)
      })
    var problem = Self.problem(example)
    problem.limit = 3
    #expect(ExhaustiveSearch(problem).fewestCalls(atMost: 4) == 4)
    let sequence = try #require(CallOrder.sequence(for: problem))
    #expect(sequence.calls.count == 4)
    #expect(sequence.gaps.isEmpty)
  }

  /// At each of two URLs, two webhooks exchange halves, and nothing may be deleted: one more call isn't enough.
  @Test(arguments: [4, 5]) func whatTakesTwoCallsMoreHasAGapThatIsAnnounced(limit: Int) throws {
    let halves = [([0, 1], [0, 2]), ([2, 3], [1, 3])]
    let example = OrderCase(
      targets: (0..<4).map { OrderCase.target("n\($0)", url: $0 / 2, events: halves[$0 % 2].1) },
      live: (0..<4).map { OrderCase.live("w\($0)", "n\($0)", url: $0 / 2, events: halves[$0 % 2].0) })
    var problem = Self.problem(example)
    problem.mayDelete = false
    problem.limit = limit
    #expect(ExhaustiveSearch(problem).fewestCalls(atMost: 5) == nil)
    let sequence = try #require(CallOrder.sequence(for: problem))
    #expect(sequence.calls.count == 4)
    #expect(!sequence.gaps.isEmpty)
  }

  static func problem(_ example: OrderCase) -> OrderProblem {
    let targets = example.targets.sorted { $0.name < $1.name }
    let live = example.live.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    let matching = Matching(targets: targets, live: live)
    let kept = example.desired.prune == .always ? [] : matching.leftOver
    let ours = live.indices.filter { !kept.contains($0) }
    var problem = OrderProblem(
      targets: targets, live: ours.map { live[$0] }, kept: kept.map { live[$0] },
      identity: matching.liveIndex.map { $0.flatMap(ours.firstIndex(of:)) },
      mayDelete: example.desired.prune == .always)
    problem.strangers = problem.kept
    return problem
  }
}
