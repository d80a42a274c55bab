import Diagnostics
import Planning
import Reconciler

/// What came of the apps on which a plan was tried first.
package struct Canary: Sendable {
  package enum Result: String, Sendable {
    case passed, failed
    /// The run was told to stop before it was known.
    case interrupted
  }

  /// Their places in the plan.
  private let apps: [Int]
  private let tests: [PingResult]
  private let callsFailed: Int
  package let result: Result

  /// - Parameters:
  ///   - tests: the test events of what their calls have written.
  ///   - callsFailed: how many of their calls weren't made.
  package init(apps: [Int], tests: [PingResult], callsFailed: Int, isInterrupted: Bool) {
    (self.apps, self.tests, self.callsFailed) = (apps, tests, callsFailed)
    let hasPassed = callsFailed == 0 && !tests.contains { $0.outcome.isFailure }
    result = hasPassed ? .passed : isInterrupted ? .interrupted : .failed
  }

  /// What is wrong, what is live now, and how to go back.
  package func failure(in outcome: Outcome) -> Diagnostic? {
    guard result == .failed else { return nil }
    let lost = tests.count { $0.outcome.isFailure }
    let sent = tests.count { $0.outcome != .disabled }
    var faults: [String] = []
    if callsFailed > 0 {
      faults.append("\(counted("call", callsFailed)) \(callsFailed == 1 ? "was" : "were") not made")
    }
    if lost > 0 { faults.append("\(grouped(lost)) of \(counted("test event", sent)) didn't arrive") }
    let changed = changedApps(in: outcome)
    let (held, isOne) = (outcome.held.count, changed.count == 1)
    let live =
      changed.isEmpty
      ? "no app has been changed"
      : "\(named(changed)) \(isOne ? "has" : "have") been changed and stay\(isOne ? "s" : "") so"
    let rest =
      held == 0
      ? ""
      : "; \(counted("other app", held)) \(held == 1 ? "was" : "were") left as \(held == 1 ? "it was" : "they were")"
    return .error(
      "the canary failed: \(faults.joined(separator: ", ")); \(live)\(rest)", at: nil,
      remedy: changed.isEmpty
        ? "mend what failed, and plan and apply again"
        : "to go back, undo the change in the file, and plan and apply again; to go on, mend what failed first"
    )
  }

  func document(in outcome: Outcome) -> JSONObject {
    let title = { (index: Int) in outcome.plan.apps[index].title }
    return [
      "apps": apps.map(title), "result": result.rawValue, "changed": changedApps(in: outcome),
      "held": outcome.held.map(title),
    ]
  }

  private func changedApps(in outcome: Outcome) -> [String] {
    let applied = Set(outcome.results.filter(\.status.isApplied).map(\.step))
    return apps.map { outcome.plan.apps[$0] }
      .filter { $0.steps.contains { applied.contains($0.number) } }.map(\.title)
  }
}
