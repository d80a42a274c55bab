import CommandLine
import Diagnostics
import Planning
import Reports

extension PlannedRun {
  /// Why a plan isn't applied without another option: it does more than usual, which is more often a mistake in the
  /// file than intended.
  func excesses(_ session: Session) -> [Diagnostic] {
    let deletes = plan.summary[.delete]
    let allowed = session[.allowDeletes] ?? state.policy.maxDeletes
    let tooManyDeletes =
      deletes <= allowed
      ? nil
      : Diagnostic.error(
        "the plan deletes \(counted("webhook", deletes)), but only \(Self.allowed(allowed))", at: nil,
        remedy: "if that is intended, add --allow-deletes \(deletes)")
    return [tooManyDeletes, tooManyChanges(session[.allowChanges] ?? state.policy.maxChanges)].compactMap {
      $0
    }
  }

  private func tooManyChanges(_ limit: Int?) -> Diagnostic? {
    guard let limit, plan.steps.count > limit else { return nil }
    return .error(
      "the plan makes \(plan.callsByKind), but only \(Self.allowed(limit))", at: nil,
      remedy: "if that is intended, add --allow-changes \(plan.steps.count)")
  }

  /// A note by `plan` that `apply` will need another option.
  var notesOnExcesses: [String] {
    var notes: [String] = []
    let (deletes, mostDeletes) = (plan.summary[.delete], state.policy.maxDeletes)
    if deletes > mostDeletes {
      notes.append(
        "the plan deletes \(counted("webhook", deletes)), more than policy.maxDeletes (\(grouped(mostDeletes))): apply"
          + " needs --allow-deletes \(deletes)")
    }
    if let limit = state.policy.maxChanges, plan.steps.count > limit {
      notes.append(
        "the plan makes \(plan.callsByKind), more than policy.maxChanges (\(grouped(limit))): apply needs"
          + " --allow-changes \(plan.steps.count)")
    }
    return notes
  }

  private static func allowed(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? "is" : "are") allowed"
  }
}
