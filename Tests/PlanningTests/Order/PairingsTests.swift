import AppStoreConnect
import Testing

@testable import Planning

/// Pairings other than identity, for cases in which identity has no safe order.
@Suite struct PairingsTests {
  /// Webhooks `n0`, `n1`, … with a URL each, and what the file wants at each URL.
  private func problem(live: [Int], wanted: [Int], events: [Int]? = nil) -> OrderProblem {
    OrderProblem(
      targets: wanted.enumerated().map { OrderCase.target("n\($0)", url: $1, events: events ?? [0]) },
      live: live.enumerated().map { OrderCase.live("w\($0)", "n\($0)", url: $1, events: [0]) },
      kept: [], identity: wanted.indices.map { $0 < live.count ? $0 : nil }, mayDelete: true)
  }

  @Test func whereTwoSwapEachTakesTheOthersName() {
    var order = CallOrder(problem(live: [0, 1], wanted: [1, 0]))
    #expect(order.paired(creates: 0)?.pairing == [1, 0])
    let found = order.pairing(needs: order.coverage.needs(), creates: 0, below: 3)
    #expect(found?.pairing == [1, 0])
    #expect(found?.departures == 2)
  }

  @Test func noMoreDepartThanAllowed() {
    var order = CallOrder(problem(live: [0, 1], wanted: [1, 0]))
    #expect(order.pairing(needs: order.coverage.needs(), creates: 0, below: 2) == nil)
  }

  /// Of four, the two that stay where they are keep their roles.
  @Test func theFewestDepart() {
    var order = CallOrder(problem(live: [0, 1, 2, 3], wanted: [1, 0, 2, 3], events: [0, 1]))
    let found = order.pairing(needs: order.coverage.needs(), creates: 0, below: .max)
    #expect(found?.pairing == [1, 0, 2, 3])
    #expect(found?.departures == 2)
  }

  /// A rotation of any length is found at once: each webhook takes the name that belongs to its URL.
  @Test(arguments: [3, 6, 9]) func aRotationIsANewNameForEach(count: Int) {
    let wanted = (0..<count).map { ($0 + 1) % count }
    var order = CallOrder(problem(live: Array(0..<count), wanted: wanted))
    let sequence = order.paired(creates: 0)
    #expect(sequence?.pairing == wanted.map { Optional($0) })
    #expect(sequence?.calls.count == count)
  }

  @Test func whatIsPinnedKeepsItsRole() {
    for pinned in [Set([0]), [0, 1]] {
      var problem = problem(live: [0, 1], wanted: [1, 0])
      problem.pinned = pinned
      var order = CallOrder(problem)
      #expect(order.paired(creates: 0) == nil)
    }
  }

  /// With room for one more, one of the two may be created anew instead, and the other is changed.
  @Test func aCreateMayStandInForAPairing() throws {
    var problem = problem(live: [0, 1], wanted: [1, 0])
    problem.pinned = [1]
    problem.limit = 3
    var order = CallOrder(problem)
    let found = order.paired(creates: 1)
    let sequence = try #require(found)
    #expect(sequence.pairing == [nil, 1])
    #expect(
      sequence.calls == [.create(target: 0), .modify(live: 1, target: 1), .delete(live: 0)])
  }

  @Test func whereNothingMayBeDeletedRolesAreOnlyExchanged() {
    for (wanted, isPossible) in [([1, 0], true), ([1, 2, 0], false)] {
      var problem = problem(live: Array(0..<wanted.count), wanted: wanted)
      problem.mayDelete = false
      var order = CallOrder(problem)
      #expect((order.paired(creates: 0) != nil) == isPossible, "\(wanted)")
    }
  }
}
