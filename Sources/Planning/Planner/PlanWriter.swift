import AppStoreConnect
import DesiredState

/// Writes an app's ordered calls down as steps, and as what becomes of each webhook.
struct PlanWriter {
  let problem: OrderProblem
  let sequence: CallSequence
  /// What is known of the secret of each target's live webhook by identity.
  let facts: [SecretFacts.Fact?]
  let reasonToDelete: String
  let keptEvents: [[EventType]]

  /// Adds the changed webhooks in the order of their calls, then the unchanged ones.
  func write(to app: inout AppPlan) {
    for (index, call) in sequence.calls.enumerated() {
      let step: Step
      switch call {
      case .create(let target):
        app.webhooks.append(created(target))
        step = self.step(toward: target, .create(problem.targets[target]))
      case .widen(let live, let target):
        let change = Step.Call.modify(id: problem.live[live].id, widening(live, target))
        step =
          target.map { self.step(toward: $0, change) } ?? Step(webhook: problem.live[live].name, call: change)
      case .modify(let live, let target):
        app.webhooks.append(modified(live, target))
        step = self.step(toward: target, .modify(id: problem.live[live].id, change(live, target)))
      case .narrow(let live, let target):
        let modification = WebhookModification(events: problem.targets[target].events)
        step = self.step(toward: target, .modify(id: problem.live[live].id, modification))
      case .delete(let live):
        app.webhooks.append(deleted(live, isEarly: isFollowedByCreate(index)))
        step = Step(webhook: problem.live[live].name, call: .delete(id: problem.live[live].id))
      }
      app.steps.append(step)
      app.steps[index].number = index + 1
    }
    for (target, live) in sequence.pairing.enumerated() {
      guard let live, !sequence.calls.contains(.modify(live: live, target: target)) else { continue }
      app.webhooks.append(unchanged(live, target))
    }
    app.gaps = sequence.gaps.map { gap in
      CoverageGap(url: shown(gap.url), event: gap.event, fromStep: gap.from + 1, untilStep: gap.until + 1)
    }
  }

  /// A URL in the form in which URLs are compared, as it may be shown.
  private func shown(_ url: String) -> String {
    let isHidden =
      problem.targets.contains { $0.url.isSensitive && $0.url.normalized == url }
      || problem.live.contains { $0.hidesURL && $0.comparableURL == url }
    return isHidden ? WebhookURL.masked(url) : url
  }

  private func step(toward target: Int, _ call: Step.Call) -> Step {
    Step(webhook: problem.targets[target].name, call: call, locations: problem.targets[target].locations)
  }

  private func isFollowedByCreate(_ index: Int) -> Bool {
    sequence.calls[index...].contains { if case .create = $0 { true } else { false } }
  }

  private func isRepaired(_ live: Int, _ target: Int) -> Bool { problem.identity[target] != live }

  /// A webhook that becomes another target gets that target's secret.
  private func modification(_ live: Int, _ target: Int) -> WebhookModification {
    var modification = WebhookModification(to: problem.targets[target], from: problem.live[live])
    if isRepaired(live, target) || problem.secretWrites.contains(target) {
      modification.secret = problem.targets[target].secret
    }
    return modification
  }

  /// The first call of a webhook that is changed or deleted later. If only its URL tells that it was renamed,
  /// the new name is sent at once: with other event types, the next run might take another webhook for this one.
  private func widening(_ live: Int, _ target: Int?) -> WebhookModification {
    var widening = WebhookModification(events: sequence.heldEvents)
    if let target, !isRepaired(live, target) { widening.name = modification(live, target).name }
    return widening
  }

  private func change(_ live: Int, _ target: Int) -> WebhookModification {
    var change = modification(live, target)
    let events = problem.targets[target].events
    if sequence.calls.contains(.widen(live: live, target: target)) {
      if widening(live, target).name != nil { change.name = nil }
      change.events = sequence.heldEvents == events ? nil : events
    } else if sequence.calls.contains(.narrow(live: live, target: target)) {
      change.events = sequence.heldEvents == problem.live[live].events ? nil : sequence.heldEvents
    }
    return change
  }

  private func reasonForTwoCalls(_ live: Int, _ target: Int?) -> String? {
    var own = Set(target.map { problem.targets[$0].events } ?? [])
    if sequence.calls.contains(.widen(live: live, target: target)) {
      own.formUnion(problem.live[live].events)
    } else {
      guard let target, sequence.calls.contains(.narrow(live: live, target: target)) else { return nil }
    }
    let others = sequence.heldEvents.filter { !own.contains($0) }.map(\.rawValue)
    return others.isEmpty
      ? "in two calls, first with both the old and the new event types"
      : "in two calls, first also with \(others.joined(separator: ", ")) while other webhooks hand over"
  }

  private func created(_ index: Int) -> WebhookPlan {
    let target = problem.targets[index]
    let replaced = problem.identity[index].map { problem.live[$0] }
    return WebhookPlan(
      action: .create, name: target.name, webhookId: nil,
      changes: [
        .url(before: nil, after: target.url.shown), .events(before: nil, after: target.events),
        .enabled(before: nil, after: target.enabled), .secret(before: nil, after: target.secret.summary),
      ], secret: .set, location: target.locations?.webhook, locations: target.locations,
      reason: replaced.map { "replaces \($0.id), so that no event goes undelivered" },
      hasSensitiveURL: target.url.isSensitive)
  }

  private func modified(_ live: Int, _ index: Int) -> WebhookPlan {
    let target = problem.targets[index]
    let before = problem.live[live]
    let modification = modification(live, index)
    let fact = isRepaired(live, index) ? SecretFacts.Fact(.set) : facts[index]
    var reasons: [String] = []
    if isRepaired(live, index) {
      reasons.append("was '\(before.name)', so that no event goes undelivered")
    } else if modification.name != nil {
      let isFormer = target.formerly.contains(before.name)
      reasons.append(isFormer ? "renamed from '\(before.name)' (formerly)" : "renamed: same URL")
    }
    if fact?.status == .changed, let reason = fact?.reason { reasons.append("secret: \(reason)") }
    if let reason = reasonForTwoCalls(live, index) { reasons.append(reason) }
    if let reason = reasonToKeep(index) { reasons.append(reason) }
    return WebhookPlan(
      action: .modify, name: target.name, webhookId: before.id,
      changes: modification.changes(from: before), secret: fact?.status,
      secretReason: fact?.reason, location: target.locations?.webhook, locations: target.locations,
      reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "),
      formerName: isRepaired(live, index) ? before.name : nil, keptEvents: keptEvents[index],
      hasSensitiveURL: target.url.isSensitive)
  }

  private func deleted(_ index: Int, isEarly: Bool) -> WebhookPlan {
    let live = problem.live[index]
    let isTwin = problem.live.contains { $0.name == live.name && $0.id != live.id }
    let isReplaced = problem.identity.contains(index)
    var reason = isReplaced ? "replaced by the new webhook of the same name" : reasonToDelete
    if isTwin, !isReplaced, problem.targets.contains(where: { $0.name == live.name }) {
      reason = "another webhook of the same name"
    }
    if isEarly { reason += "; goes first, because the app has no room" }
    if let two = reasonForTwoCalls(index, nil) { reason += "; \(two)" }
    return WebhookPlan(
      action: .delete, name: live.name, webhookId: live.id,
      changes: [
        .url(before: live.shownURL, after: nil), .events(before: live.events, after: nil),
        .enabled(before: live.enabled, after: nil),
      ], reason: reason)
  }

  private func unchanged(_ live: Int, _ index: Int) -> WebhookPlan {
    WebhookPlan(
      action: .unchanged, name: problem.targets[index].name, webhookId: problem.live[live].id,
      secret: facts[index]?.status, secretReason: facts[index]?.reason,
      location: problem.targets[index].locations?.webhook, reason: reasonToKeep(index),
      keptEvents: keptEvents[index], hasSensitiveURL: problem.targets[index].url.isSensitive)
  }

  private func reasonToKeep(_ index: Int) -> String? {
    let kept = keptEvents[index].map(\.rawValue)
    return kept.isEmpty ? nil : "keeps \(kept.joined(separator: ", ")), which this version doesn't know"
  }
}
