import Planning
import Reconciler

/// A call as people are shown it.
struct MadeCall {
  var result: StepResult
  var action: WebhookPlan.Action
  var webhook: String
  var reason: String?
  /// What in the files App Store Connect's errors are about.
  var places: ArraySlice<String>
}

extension FleetBlocks where Change == MadeCall {
  /// The calls that were not made, except for those that were held back; with those that were if they are shown.
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
  /// Why, in words that don't differ from app to app.
  fileprivate var sameReason: String? {
    if case .skipped = result.status {
      "an earlier call of the app failed, and this one depends on it"
    } else {
      reason
    }
  }
}
