import Planning
import Reconciler

/// A call as people see it.
struct MadeCall {
  var result: StepResult
  var action: WebhookPlan.Action
  var webhook: String
  var reason: String?
  /// What App Store Connect's errors are about in the files.
  var places: ArraySlice<String>
}

extension FleetBlocks where Change == MadeCall {
  /// The calls that weren't made, except for those held back; if wanted, also those that were made.
  init(_ outcome: Outcome, isGrouped: Bool = true, showsApplied: Bool = false) {
    let results = Dictionary(outcome.results.map { ($0.step, $0) }) { first, _ in first }
    let calls = outcome.plan.apps.map { app in
      app.steps.compactMap { step -> MadeCall? in
        guard let result = results[step.number], !result.status.isHeld,
          showsApplied || !result.status.isApplied
        else { return nil }
        let places = result.failure?.places(of: step, in: app).compactMap { $0.place?.line } ?? []
        return MadeCall(
          result: result, action: step.action, webhook: step.webhook, reason: result.reason,
          places: places[...])
      }
    }
    self.init(calls, of: outcome.plan.apps.map(\.facts), isGrouped: isGrouped) { call, _ in
      ChangeShape(
        kind: call.action.rawValue, name: call.webhook,
        notes: [call.sameReason].compactMap { $0 } + call.places)
    } standIn: { calls, shape in
      var call = calls[0]
      (call.webhook, call.places) = (shape.name, shape.notes.suffix(call.places.count))
      if call.reason != nil { call.reason = shape.notes.first }
      return call
    }
  }
}

extension MadeCall {
  /// The reason, in words that are the same for every app.
  fileprivate var sameReason: String? {
    if case .skipped = result.status {
      "an earlier call of the app failed, and this one depends on it"
    } else {
      reason
    }
  }
}
