import Synchronization

/// What goes wrong in a simulation: rules, and how far each of them has come.
///
/// It may be asked from many threads at once. The same rules, seed and sequence of requests give the same
/// faults; a draw depends on the request's number among those that the rule matches, and on nothing else.
/// A plan counts the requests of one simulation: another one needs a plan of its own.
package final class FaultPlan: Sendable {
  private struct Progress: Sendable {
    var requests = 0
    /// How many requests each rule has matched by method and path.
    var matched: [Int]
    /// How often each rule has acted.
    var acted: [Int]
  }

  /// The rules, most important first: of those that want to act on a request only the first does.
  package let rules: [FaultRule]
  /// What the draws of ``FaultRule/Match/probability`` are made from.
  package let seed: UInt64
  private let progress: Mutex<Progress>
  /// How far back the rules ask for the past.
  let longestLag: Duration

  package init(rules: [FaultRule] = [], seed: UInt64 = 0) {
    self.rules = rules
    self.seed = seed
    longestLag =
      rules.map { if case .stale(let lag) = $0.action { lag } else { Duration.zero } }.max() ?? .zero
    let zeros = rules.map { _ in 0 }
    progress = Mutex(Progress(matched: zeros, acted: zeros))
  }

  /// How often each rule has acted, in the order of the rules.
  package var counts: [Int] { progress.withLock { $0.acted } }

  /// How many requests there have been, those without a fault included.
  package var requests: Int { progress.withLock { $0.requests } }

  /// Counts a request and says what happens to it; `nil` for nothing.
  func next(method: String, path: String) -> FaultAction? {
    progress.withLock { progress in
      progress.requests += 1
      var chosen: FaultAction?
      // Every rule counts every request, so that one rule doesn't shift which request another means by the third.
      for (index, rule) in rules.enumerated() where rule.match.covers(method: method, path: path) {
        progress.matched[index] += 1
        let number = progress.matched[index]
        guard chosen == nil, rule.match.nth?.contains(number) ?? true,
          progress.acted[index] < rule.times ?? .max,
          draw(rule: index, number: number) < rule.match.probability
        else { continue }
        progress.acted[index] += 1
        chosen = rule.action
      }
      return chosen
    }
  }

  /// A number from 0 to below 1.
  private func draw(rule: Int, number: Int) -> Double {
    let stream = IDGenerator.mix(seed ^ IDGenerator.mix(UInt64(rule)))
    return Double(IDGenerator.mix(stream &+ UInt64(number)) >> 11) * 0x1p-53
  }
}
