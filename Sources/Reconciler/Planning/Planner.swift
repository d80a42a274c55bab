import AppStoreConnect

/// Compares desired with live state. A pure function of values: no clock, no I/O.
package struct Planner: Sendable {
  private let secrets: SecretFacts

  /// Creates a planner that knows this of secrets.
  package init(secrets: SecretFacts = .none) {
    self.secrets = secrets
  }

  /// Plans every app that was read; one that wasn't is in the plan with its failure and gets no calls.
  package func plan(_ readings: [AppReading]) -> Plan {
    var plan = Plan()
    plan.apps.reserveCapacity(readings.count)
    var number = 0
    for reading in readings {
      var app = plannedApp(reading)
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

  private func plannedApp(_ reading: AppReading) -> AppPlan {
    var app = AppPlan(
      key: reading.desired.key, location: reading.hasLeft ? nil : reading.desired.location,
      facts: reading.facts)
    app.hasLeft = reading.hasLeft
    do throws(AppFailure) {
      let live = try reading.webhooks.get()
      guard live.count <= Self.mostLive else { throw .tooManyLive(live.count) }
      let (targets, diagnostics) = reading.desired.targets(for: reading.facts)
      let problems = diagnostics + Self.missingFacts(of: reading)
      guard problems.isEmpty else { throw .invalid(problems) }
      let sorted = Sorting(reading, live: live.sorted { $0.order < $1.order })
      app.basis = reading.time.map { AppPlan.Basis(webhooks: live, time: $0) }
      try fill(&app, targets: targets.sorted { TextOrder($0.name) < TextOrder($1.name) }, sorted)
    } catch {
      app.failure = error
    }
    return app
  }

  /// The targets of an app that was read and the live webhooks that they are, whose secrets can be compared.
  func pairs(in reading: AppReading) -> [(target: TargetWebhook, live: LiveWebhook)] {
    guard case .success(let live) = reading.webhooks else { return [] }
    let ours = Sorting(reading, live: live).ours
    let targets = reading.desired.targets(for: reading.facts).webhooks
    let matching = Matching(
      targets: targets, live: ours, recordedNames: reading.recordedNames, mayDelete: reading.desired.prune)
    return zip(targets, matching.liveIndex).compactMap { target, index in
      index.map { (target: target, live: ours[$0]) }
    }
  }

  /// More live webhooks than this are no answer of App Store Connect's, which allows ten.
  private static let mostLive = 25

  private func fill(
    _ app: inout AppPlan, targets: [TargetWebhook], _ sorted: Sorting
  ) throws(AppFailure) {
    let matching = Matching(
      targets: targets, live: sorted.ours, recordedNames: sorted.recordedNames, mayDelete: sorted.mayDelete)
    // What no target takes and may not be deleted stays, and is none of ours from here on.
    let staying = sorted.mayDelete ? [] : matching.leftOver
    let ours = sorted.ours.indices.filter { !staying.contains($0) }
    let unmanaged =
      (sorted.unmanaged
      + staying.map { (sorted.ours[$0], sorted.reasonToStay) })
      .sorted { $0.webhook.order < $1.webhook.order }
    let position = Dictionary(uniqueKeysWithValues: ours.enumerated().map { ($0.element, $0.offset) })
    var problem = OrderProblem(
      targets: targets, live: ours.map { sorted.ours[$0] }, kept: unmanaged.map(\.webhook),
      identity: matching.liveIndex.map { $0.flatMap { position[$0] } }, mayDelete: sorted.mayDelete)
    problem.strangers = staying.map { sorted.ours[$0] }
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
      problem: problem, sequence: sequence, facts: facts, reasonToDelete: sorted.reasonToDelete,
      keptEvents: keptEvents)
    writer.write(to: &app)
    app.webhooks += unmanaged.map { Self.unmanaged($0.webhook, reason: $0.reason) }
  }
}

extension Planner {
  /// Adds to each target the event types that its live webhook keeps. From then on they are wanted like all others,
  /// but for one thing: the webhook keeps its role, since a run that stops half-way would leave nothing that tells
  /// whose they were.
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

/// An app's live webhooks, told apart by whose they are.
struct Sorting {
  /// Those that targets may take.
  var ours: [LiveWebhook] = []
  /// Those that are never touched, and why.
  var unmanaged: [(webhook: LiveWebhook, reason: String)] = []
  /// Whether those that no target takes are deleted.
  var mayDelete: Bool
  /// Why one that no target takes is deleted.
  var reasonToDelete: String
  /// Why one that no target takes stays.
  var reasonToStay: String
  /// The names under which the state file knows them, by their IDs.
  var recordedNames: [String: String]

  init(_ reading: AppReading, live: [LiveWebhook]) {
    let desired = reading.desired
    let file = desired.location.file.path
    mayDelete = desired.prune
    recordedNames = reading.recordedNames
    reasonToDelete = reading.hasLeft ? "app left the file" : "not in \(file) (prune)"
    reasonToStay = reading.hasLeft ? "app left the file (prune is off)" : "not in \(file) (prune is off)"
    for webhook in live {
      if let rule = desired.ignore.first(where: { $0.covers(name: webhook.name, url: webhook.url) }) {
        unmanaged.append((webhook, "ignored (\(rule.summary))"))
      } else if let managed = reading.managedOnly, !managed.contains(webhook.id) {
        unmanaged.append((webhook, "not made by Storehooks"))
      } else {
        ours.append(webhook)
      }
    }
  }
}
