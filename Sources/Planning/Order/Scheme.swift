/// One way to reach the desired state: which live webhook becomes which target, and whether one of them
/// does so in two calls. The calls follow from it; their order does not.
struct Scheme {
  /// A webhook that delivers more than its own for a while, at the price of one call.
  enum Hold: Hashable {
    /// A live webhook holds event types of its URL from the beginning until it is changed or deleted.
    case before(live: Int)
    /// A live webhook becomes a target with more event types of that one's URL, and loses them at the end.
    case after(target: Int)
  }

  /// For every target, the live webhook that becomes it; `nil` if one is created.
  var pairing: [Int?]
  var hold: Hold?

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
      // A webhook that becomes another target gets that one's secret, so it is written even if nothing else differs.
      if live != problem.identity[target] || !problem.isSatisfied(target: target, live: live) {
        if hold == .before(live: live) { calls.append(.widen(live: live, target: target)) }
        calls.append(.modify(live: live, target: target))
        if hold == .after(target: target) { calls.append(.narrow(live: live, target: target)) }
      }
    }
    guard problem.mayDelete else { return calls }
    for live in problem.live.indices where !isUsed[live] {
      if hold == .before(live: live) { calls.append(.widen(live: live, target: nil)) }
      calls.append(.delete(live: live))
    }
    return calls
  }
}
