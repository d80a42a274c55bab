import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

extension Outcome {
  /// What failed, at the places in the desired-state file: an error for each of Apple's, once if several apps have it
  /// in common.
  package var diagnostics: [Diagnostic] {
    let results = Dictionary(results.map { ($0.step, $0) }) { first, _ in first }
    let refusals = plan.apps.flatMap { app in
      app.steps.flatMap { step in results[step.number]?.failure?.refusals(of: step, in: app) ?? [] }
    }
    return refusals.gathered(by: \.likeness).map(Refusal.diagnostic(of:))
  }
}

/// One error of a call that failed.
private struct Refusal {
  /// What refusals of several apps have in common.
  struct Likeness: Hashable {
    var participle: String
    var webhook: String
    /// The key in the file that it is about.
    var key: String?
    var place: SourceRange?
    var reason: String
    var remedy: String?
  }

  var app: String
  var likeness: Likeness
  /// The reason in full.
  var reason: String
  /// Where the webhook is in the file.
  var webhook: SourceRange?

  static func diagnostic(of refusals: [Refusal]) -> Diagnostic {
    let first = refusals[0].likeness
    var seen: Set<String> = []
    let apps = refusals.map(\.app).filter { seen.insert($0).inserted }
    let webhook = Set(refusals.map(\.webhook)).count == 1 ? refusals[0].webhook : nil
    let call =
      apps.count == 1
      ? "\(first.participle) webhook '\(first.webhook)' of app '\(apps[0])' failed"
      : "\(first.participle) webhook '\(first.webhook)' failed in \(counted("app", apps.count)) "
        + "(\(namedAtLength(apps)))"
    return .error(
      "\(call)\(first.key.map { " because of \($0)" } ?? ""): "
        + (apps.count == 1 ? refusals[0].reason : first.reason), at: first.place ?? webhook,
      remedy: first.remedy)
  }
}

extension StepFailure {
  /// Apple's errors, each with what it is about in the file, if Apple says so.
  package func places(of step: Step, in app: AppPlan) -> [(error: ResponseError, place: FailurePlace?)] {
    guard case .client(.api(let error)) = self else { return [] }
    return error.errors.map { error in
      var place = error.source?.pointer.flatMap { app.place(of: $0, in: step) }
      if place?.field == .events, place?.event == nil { place?.event = error.refusedEventType?.type }
      return (error, place)
    }
  }

  fileprivate func refusals(of step: Step, in app: AppPlan) -> [Refusal] {
    var likeness = Refusal.Likeness(
      participle: step.action.participle, webhook: step.webhook, reason: summary)
    let webhook = step.locations?.webhook ?? app.location
    let places = places(of: step, in: app)
    guard case .client(.api(let answer)) = self, !places.isEmpty else {
      if case .client(let error) = self { likeness.reason = "\(error.likeness)" }
      return [Refusal(app: app.title, likeness: likeness, reason: summary, webhook: webhook)]
    }
    return places.map { error, place in
      (likeness.key, likeness.place) = (place?.what, place?.location)
      likeness.reason = "\(error) (\(answer.status))"
      likeness.remedy = error.refusedEventType?.remedy ?? place?.remedy ?? answer.remedy
      let id = answer.requestId.map { ", request ID \($0)" } ?? ""
      return Refusal(
        app: app.title, likeness: likeness, reason: "\(error) (\(answer.status)\(id))", webhook: webhook)
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
  /// The key in the file, with the event type if it is about one.
  package var what: String {
    event.map { "'\(key)' (\($0.rawValue))" } ?? (field == nil ? "the app" : "'\(key)'")
  }

  fileprivate var remedy: String? { field == nil ? nil : "change it here" }

  /// The place on its own line, as compilers write it: `webhooks.yaml:14:12: url`.
  package var line: String? {
    location.map { range in
      let event = event.map { " (\($0.rawValue))" } ?? ""
      return "\(range.file.path):\(range.start.line):\(range.start.column): \(key)\(event)"
    }
  }
}

extension Outcome {
  /// What App Store Connect keeps instead of the file's values, once for the apps whose webhooks have the same name.
  package var warnings: [Diagnostic] {
    adjustments.gathered { [$0.step.webhook, $0.change.field.rawValue] }.map(Adjustment.warning(of:))
  }
}

extension Adjustment {
  /// A warning at the first place to change.
  fileprivate static func warning(of adjustments: [Adjustment]) -> Diagnostic {
    let first = adjustments[0]
    let (field, value) = (first.change.field, first.kept ?? "another value (not shown: it contains a secret)")
    let isShown = adjustments.allSatisfy { $0.kept != nil }
    var seen: Set<String> = []
    let apps = adjustments.map(\.app.title).filter { seen.insert($0).inserted }
    let isSame = adjustments.allSatisfy { $0.kept == first.kept }
    let places = Set(adjustments.map(\.place)).count
    let who =
      apps.count == 1 ? " of app '\(apps[0])'" : " in \(counted("app", apps.count)) (\(namedAtLength(apps)))"
    let remedy =
      switch (isSame, places) {
      case (true, 1): "write \(value) here"
      case (true, _): "write \(value) here and in the other places"
      case (false, 1): "write here what App Store Connect keeps"
      case (false, _): "write here and in the other places what App Store Connect keeps"
      }
    return .warning(
      "App Store Connect has changed '\(field.rawValue)' of webhook '\(first.step.webhook)'\(who)"
        + (isSame ? " to \(value)" : ", in '\(first.app.title)' to \(value)"), at: first.place,
      remedy: isShown ? "\(remedy), or every plan will show the difference again" : nil)
  }

  private var place: SourceRange? { step.locations?[change.field] ?? app.location }

  /// What it keeps; `nil` if that contains a secret.
  private var kept: String? {
    change.after.map { value in if case .text(let text) = value { "'\(text)'" } else { value.text } }
  }
}
