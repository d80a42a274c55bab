import AppStoreConnect

/// Compares desired with live state: a pure function of values.
package struct Planner: Sendable {
  private let secrets: SecretFacts

  package init(secrets: SecretFacts = .none) {
    self.secrets = secrets
  }

  /// An app that wasn't read is in the plan with its failure and gets no calls.
  package func plan(_ readings: [AppReading]) -> Plan { plan(readings.lazy.map(PreparedApp.init(_:))) }

  package func plan(_ apps: some Collection<PreparedApp>) -> Plan {
    var plan = Plan()
    plan.apps.reserveCapacity(apps.count)
    var number = 0
    for prepared in apps {
      var app = plannedApp(prepared)
      for index in app.steps.indices {
        number += 1
        app.steps[index].number = number
        app.steps[index].appIndex = plan.apps.count
      }
      for index in app.gaps.indices {
        app.gaps[index].fromStep += number - app.steps.count
        app.gaps[index].untilStep += number - app.steps.count
        plan.warnings.append(app.gaps[index].warning(at: app.location))
      }
      plan.apps.append(app)
    }
    return plan
  }

  private func plannedApp(_ prepared: PreparedApp) -> AppPlan {
    let reading = prepared.reading
    var app = AppPlan(
      key: reading.desired.key, location: reading.hasLeft ? nil : reading.desired.location,
      facts: reading.facts)
    app.hasLeft = reading.hasLeft
    app.isListed = reading.desired.isListed
    app.rules = reading.desired.rules
    do throws(AppFailure) {
      let parts = try prepared.parts.get()
      let live = try reading.webhooks.get()
      app.basis = reading.time.map { AppPlan.Basis(webhooks: live, time: $0) }
      try fill(&app, reading, parts)
    } catch {
      app.failure = error
    }
    return app
  }

  private func fill(
    _ app: inout AppPlan, _ reading: AppReading, _ parts: PreparedApp.Parts
  ) throws(AppFailure) {
    let order = parts.targets.indices.sorted {
      TextOrder(parts.targets[$0].name) < TextOrder(parts.targets[$1].name)
    }
    // A webhook that no target takes and that may not be deleted stays, and counts as none of ours from here on.
    let staying = Set(parts.staying.map(\.index))
    let ours = parts.ours.indices.filter { !staying.contains($0) }
    let unmanaged =
      (parts.unmanaged + parts.staying.map { (parts.ours[$0.index], $0.reason) })
      .sorted { $0.webhook.order < $1.webhook.order }
    let position = Dictionary(uniqueKeysWithValues: ours.enumerated().map { ($0.element, $0.offset) })
    var problem = OrderProblem(
      targets: order.map { parts.targets[$0] }, live: ours.map { parts.ours[$0] },
      kept: unmanaged.map(\.webhook),
      identity: order.map { parts.matching.liveIndex[$0].flatMap { position[$0] } },
      mayDelete: reading.mayDelete)
    problem.strangers = parts.staying.map { parts.ours[$0.index] }
    problem.pin(reading)
    let targets = problem.targets
    let keptEvents = keepUnknownEvents(in: &problem)
    let facts = targets.indices.map { target in
      problem.identity[target].map { secrets.fact(on: targets[target], live: problem.live[$0]) }
    }
    for (target, fact) in facts.enumerated() {
      if let fact, let live = problem.identity[target] { app.secretFacts[problem.live[live].id] = fact }
      if let fact, secrets.isWritten(targets[target], status: fact.status) {
        problem.secretWrites.insert(target)
      }
    }
    guard let sequence = CallOrder.sequence(for: problem) else {
      let kept = unmanaged.map {
        AppFailure.KeptWebhook(name: $0.webhook.name, id: $0.webhook.id, reason: $0.reason)
      }
      throw .noRoom(wanted: targets.count, kept: kept)
    }
    let writer = PlanWriter(
      problem: problem, sequence: sequence, facts: facts, reasonToDelete: reading.reasonToDelete,
      keptEvents: keptEvents)
    writer.write(to: &app)
    app.webhooks += unmanaged.map { live, reason in
      WebhookPlan(action: .unmanaged, name: live.name, webhookId: live.id, reason: reason.text)
    }
  }
}

extension Planner {
  /// Adds to each target the event types that its live webhook keeps. From then on they are wanted like all others,
  /// but the webhook keeps its role: after a run that stops half-way, nothing else would tell whose they were.
  private func keepUnknownEvents(in problem: inout OrderProblem) -> [[EventType]] {
    var all: [[EventType]] = []
    for index in problem.targets.indices {
      let live = problem.identity[index].map { problem.live[$0] }
      let kept = live.map { problem.targets[index].eventsKept(of: $0) } ?? []
      if !kept.isEmpty {
        problem.targets[index].events = (problem.targets[index].events + kept).sorted()
        problem.pinned.insert(index)
      }
      problem.targets[index].keepsUnknownEvents = false
      all.append(kept)
    }
    return all
  }
}
