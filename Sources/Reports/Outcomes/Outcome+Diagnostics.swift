import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

extension Outcome {
  /// What failed, at the places of the desired-state file that it is about: an error for each of Apple's.
  package var diagnostics: [Diagnostic] {
    let results = Dictionary(results.map { ($0.step, $0) }) { first, _ in first }
    return plan.apps.flatMap { app in
      app.steps.flatMap { step in results[step.number]?.failure?.diagnostics(of: step, in: app) ?? [] }
    }
  }
}

extension StepFailure {
  /// Apple's errors, each with what in the file it is about, where Apple says so.
  package func places(of step: Step, in app: AppPlan) -> [(error: ResponseError, place: FailurePlace?)] {
    guard case .client(.api(let error)) = self else { return [] }
    return error.errors.map { error in
      var place = error.source?.pointer.flatMap { app.place(of: $0, in: step) }
      if place?.field == .events, place?.event == nil { place?.event = error.refusedEventType?.type }
      return (error, place)
    }
  }

  fileprivate func diagnostics(of step: Step, in app: AppPlan) -> [Diagnostic] {
    let call = "\(step.action.participle) webhook '\(step.webhook)' failed"
    let webhook = step.locations?.webhook ?? app.location
    let places = places(of: step, in: app)
    guard case .client(.api(let answer)) = self, !places.isEmpty else {
      return [.error("\(call): \(summary)", at: webhook)]
    }
    let id = answer.requestId.map { ", request ID \($0)" } ?? ""
    return places.map { error, place in
      .error(
        "\(call)\(place.map { " because of \($0.what)" } ?? ""): \(error) (\(answer.status)\(id))",
        at: place?.location ?? webhook,
        remedy: error.refusedEventType?.remedy ?? place?.remedy ?? answer.remedy)
    }
  }
}

extension WebhookPlan.Action {
  fileprivate var participle: String {
    switch self {
    case .create: "creating"
    case .modify: "changing"
    case .delete: "deleting"
    case .unchanged, .unmanaged: "leaving"
    }
  }
}

extension FailurePlace {
  /// The key in the file, and the event type where one is meant.
  package var what: String {
    event.map { "'\(key)' (\($0.rawValue))" } ?? (field == nil ? "the app" : "'\(key)'")
  }

  fileprivate var remedy: String? { field == nil ? nil : "change it here" }

  /// The place on a line of its own, as compilers write it: `webhooks.yaml:14:12: url`.
  package var line: String? {
    location.map { range in
      let event = event.map { " (\($0.rawValue))" } ?? ""
      return "\(range.file.path):\(range.start.line):\(range.start.column): \(key)\(event)"
    }
  }
}

extension Adjustment {
  /// What App Store Connect keeps instead of what the file says, as a warning at the place to be changed.
  package var warning: Diagnostic {
    let kept = change.after.map { value in if case .text(let text) = value { "'\(text)'" } else { value.text }
    }
    let value = kept ?? "another value (not shown: it contains a secret)"
    return .warning(
      "App Store Connect has changed '\(change.field.rawValue)' of webhook '\(step.webhook)' of app '\(app.title)' "
        + "to \(value)",
      at: step.locations?[change.field] ?? app.location,
      remedy: kept.map { "write \($0) here, or every plan will show the difference again" })
  }
}

extension Outcome {
  package var warnings: [Diagnostic] { adjustments.map(\.warning) }
}
