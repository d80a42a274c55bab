import Diagnostics
import Planning
import Reconciler

/// The result of trying a plan on some apps first.
package struct Canary: Sendable {
  package enum Result: String, Sendable {
    case passed, failed
    /// There was nothing to send a test event to.
    case untested
    /// The run was stopped before the result was known.
    case interrupted
  }

  /// Their places in the plan.
  private let apps: [Int]
  private let tests: [PingResult]
  private let callsFailed: Int
  package let result: Result

  /// - Parameters:
  ///   - tests: the test events for what their calls have written.
  ///   - callsFailed: how many of their calls weren't made.
  package init(apps: [Int], tests: [PingResult], callsFailed: Int, isInterrupted: Bool) {
    (self.apps, self.tests, self.callsFailed) = (apps, tests, callsFailed)
    let isFaulty = callsFailed > 0 || tests.contains { $0.outcome.isFailure }
    let hasPassed = !isFaulty && tests.contains { $0.outcome.hasSucceeded }
    result = hasPassed ? .passed : isInterrupted ? .interrupted : isFaulty ? .failed : .untested
  }

  /// Why the other apps aren't changed.
  package var doubt: StepResult.Doubt? {
    switch result {
    case .failed: .fault
    case .untested: .untested
    case .passed, .interrupted: nil
    }
  }

  /// What is wrong, what is live now, and how to go back.
  package func failure(in outcome: Outcome) -> Diagnostic? {
    let held = outcome.held.count
    // Without other apps, there is nothing to hold back.
    guard result == .failed || result == .untested && held > 0 else { return nil }
    let changed = changedApps(in: outcome)
    let isOne = changed.count == 1
    let live =
      changed.isEmpty
      ? "no app has been changed"
      : "\(named(changed)) \(isOne ? "has" : "have") been changed and stay\(isOne ? "s" : "") so"
    let deleted = deletedWebhooks(in: outcome)
    let gone = deleted.isEmpty ? "" : "; deleted: \(named(deleted))"
    let rest =
      held == 0
      ? ""
      : "; \(counted("other app", held)) \(held == 1 ? "was" : "were") left as \(held == 1 ? "it was" : "they were")"
    return .error(
      "\(verdict); \(live)\(gone)\(rest)", at: nil,
      remedy: changed.isEmpty
        ? "mend what failed, and plan and apply again"
        : "to go back, undo the change in the file, and plan and apply again"
          + (deleted.isEmpty ? "" : ", which creates only those webhooks again that the file then has")
          + "; to go on"
          + (result == .untested ? " all the same, apply again without --canary" : ", mend what failed first")
    )
  }

  private var verdict: String {
    if result == .untested {
      return "the canary showed nothing, because no webhook that was created or changed is enabled"
    }
    let lost = tests.count { $0.outcome.isFailure }
    let sent = tests.count { $0.outcome != .disabled }
    var faults: [String] = []
    if callsFailed > 0 {
      faults.append("\(counted("call", callsFailed)) \(callsFailed == 1 ? "was" : "were") not made")
    }
    if lost > 0 { faults.append("\(grouped(lost)) of \(counted("test event", sent)) didn't arrive") }
    return "the canary failed: \(faults.joined(separator: ", "))"
  }

  func document(in outcome: Outcome) -> JSONObject {
    let title = { (index: Int) in outcome.plan.apps[index].title }
    return [
      "apps": apps.map(title), "result": result.rawValue, "changed": changedApps(in: outcome),
      "held": outcome.held.map(title),
    ]
  }

  private func changedApps(in outcome: Outcome) -> [String] {
    let applied = Self.applied(outcome)
    return apps.map { outcome.plan.apps[$0] }
      .filter { $0.steps.contains { applied.contains($0.number) } }.map(\.title)
  }

  /// Undoing a change of the file brings them back only if the file had them.
  private func deletedWebhooks(in outcome: Outcome) -> [String] {
    let applied = Self.applied(outcome)
    return apps.map { outcome.plan.apps[$0] }.flatMap { app in
      app.steps.filter { $0.action == .delete && applied.contains($0.number) }
        .map { "'\($0.webhook)' of \(app.title)" }
    }
  }

  private static func applied(_ outcome: Outcome) -> Set<Int> {
    Set(outcome.results.filter(\.status.isApplied).map(\.step))
  }
}
