/// One way to reach the desired state: which live webhook becomes which target, and whether one of them
/// does so in two calls. The calls follow from it; their order does not.
struct Scheme {
  /// For every target the live webhook that becomes it; `nil` where one is created.
  var pairing: [Int?]
  /// The target whose webhook gets all event types of before and after first.
  var widened: Int?

  /// The calls, in the order of targets and then of live webhooks.
  func calls(for problem: OrderProblem) -> [OrderedCall] {
    var calls: [OrderedCall] = []
    var isUsed = Array(repeating: false, count: problem.live.count)
    for (target, live) in pairing.enumerated() {
      guard let live else {
        calls.append(.create(target: target))
        continue
      }
      isUsed[live] = true
      // A webhook that becomes another target than the one it was gets that one's secret, so it is written.
      if live != problem.identity[target] || !problem.isSatisfied(target: target, live: live) {
        if widened == target { calls.append(.widen(live: live, target: target)) }
        calls.append(.modify(live: live, target: target))
      }
    }
    if problem.mayDelete { calls += problem.live.indices.filter { !isUsed[$0] }.map { .delete(live: $0) } }
    return calls
  }

  /// What each call does to coverage and room.
  func effects(of calls: [OrderedCall], _ problem: OrderProblem, _ coverage: Coverage) -> [OrderSearch.Effect]
  {
    calls.indices.map { position in
      let call = calls[position]
      switch call {
      case .create(let target):
        return OrderSearch.Effect(
          call: call, gains: coverage.delivered(by: problem.targets[target]).sorted(), losses: [], growth: 1)
      case .delete(let live):
        return OrderSearch.Effect(
          call: call, gains: [], losses: coverage.delivered(by: problem.live[live]).sorted(), growth: -1)
      case .widen(let live, let target):
        let before = coverage.delivered(by: problem.live[live])
        let after = coverage.delivered(by: problem.targets[target])
        return OrderSearch.Effect(
          call: call, gains: after.subtracting(before).sorted(), losses: [], growth: 0)
      case .modify(let live, let target):
        let before = coverage.delivered(by: problem.live[live])
        let after = coverage.delivered(by: problem.targets[target])
        let isSecondHalf = widened == target
        return OrderSearch.Effect(
          call: call, gains: isSecondHalf ? [] : after.subtracting(before).sorted(),
          losses: before.subtracting(after).sorted(), growth: 0, requires: isSecondHalf ? position - 1 : nil)
      }
    }
  }
}
