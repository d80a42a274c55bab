import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

extension PlanDocument {
  /// A plan, and what came of it where it was applied.
  package init(
    _ plan: Plan, errors: [Diagnostic], statistics: RequestStatistics, results: [StepResult]? = nil
  ) {
    let count = plan.summary
    summary = Summary(
      create: count[.create], modify: count[.modify], delete: count[.delete], unchanged: count[.unchanged],
      unmanaged: count[.unmanaged], apps: plan.apps.count)
    apps = plan.apps.map(App.init(_:))
    steps = plan.steps.map { Step($0, in: plan) }
    warnings = plan.warnings.map(Message.init(_:))
    notes = plan.notes.isEmpty ? nil : plan.notes
    self.errors = errors.map(Message.init(_:))
    requests = Requests(statistics)
    self.results = results.map { Self.results($0, of: plan) }
  }
}

extension PlanDocument.App {
  fileprivate init(_ app: AppPlan) {
    self.init(
      bundleId: app.facts.bundleId, appId: app.facts.id, name: app.facts.name,
      webhooks: app.webhooks.map(PlanDocument.Webhook.init(_:)),
      gaps: app.gaps.isEmpty ? nil : app.gaps.map(PlanDocument.Gap.init(_:)), error: app.failure?.summary)
  }
}

extension PlanDocument.Webhook {
  fileprivate init(_ webhook: WebhookPlan) {
    self.init(
      action: webhook.action.rawValue, name: webhook.name, webhookId: webhook.webhookId,
      changes: webhook.changes.map(PlanDocument.FieldChange.init(_:)), secret: webhook.secret?.rawValue,
      secretReason: webhook.secretReason, location: webhook.location.map(Location.init),
      reason: webhook.reason)
  }
}

extension PlanDocument.Gap {
  fileprivate init(_ gap: CoverageGap) {
    self.init(url: gap.url, event: gap.event.rawValue, fromStep: gap.fromStep, untilStep: gap.untilStep)
  }
}

extension PlanDocument.FieldChange {
  fileprivate init(_ change: Change) {
    switch change {
    case .name(let before, let after):
      self.init(field: "name", before: JSONScalar(before), after: JSONScalar(after))
    case .url(let before, let after):
      self.init(field: "url", before: JSONScalar(before), after: JSONScalar(after))
    case .events(let before, let after):
      self.init(field: "events", before: JSONScalar(before), after: JSONScalar(after))
    case .enabled(let before, let after):
      self.init(field: "enabled", before: JSONScalar(before), after: JSONScalar(after))
    case .secret(let before, let after):
      self.init(field: "secret", before: JSONScalar(before), after: JSONScalar(after))
    }
  }
}

extension PlanDocument.Step {
  fileprivate init(_ step: Step, in plan: Plan) {
    self.init(
      step: step.number, app: plan.apps[step.appIndex].title, action: step.action.rawValue,
      webhook: step.webhook, webhookId: step.webhookId)
  }
}

extension PlanDocument {
  private static func results(_ results: [StepResult], of plan: Plan) -> [Result] {
    let steps = Dictionary(plan.steps.map { ($0.number, $0) }) { first, _ in first }
    return results.map { result in
      let places = steps[result.step].flatMap { step in
        result.failure?.places(of: step, in: plan.apps[step.appIndex]).compactMap(\.place)
      }
      return Result(result, places: places ?? [])
    }
  }
}

extension PlanDocument.Result {
  fileprivate init(_ result: StepResult, places: [FailurePlace]) {
    let status =
      switch result.status {
      case .applied: "applied"
      case .failed: "failed"
      case .skipped, .interrupted: "skipped"
      }
    self.init(
      step: result.step, status: status, webhookId: result.webhookId, error: result.reason,
      places: places.isEmpty ? nil : places.map(PlanDocument.Place.init(_:)), requests: result.requests)
  }
}

extension PlanDocument.Place {
  fileprivate init(_ place: FailurePlace) {
    self.init(
      key: place.key.rawValue, event: place.event?.rawValue, location: place.location.map(Location.init))
  }
}
