import AppStoreConnect
import HTTPTransport
import PlanningSupport
import Simulator
import Synchronization
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Whatever exists and whatever the file says, `apply` brings it about, and the next plan is empty.
@Suite struct ConvergenceTests {
  private static let configuration = AppStoreConnectSimulator.Configuration(
    eventTypes: Set(EventType.known + [Event.future]))

  /// What matters to a user about a webhook; not its ID.
  private struct Shape: Hashable, Comparable {
    var name: String
    var url: String
    var events: [EventType]
    var enabled: Bool

    init(_ target: TargetWebhook) {
      (name, url, events, enabled) = (target.name, target.url.normalized, target.events, target.enabled)
    }

    init(_ webhook: Fleet.Webhook) {
      (name, url) = (webhook.name, WebhookURL.comparable(webhook.url))
      (events, enabled) = (Set(webhook.eventTypes).sorted(), webhook.enabled)
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.name, left.url, "\(left.events)", left.enabled ? 1 : 0)
        < (right.name, right.url, "\(right.events)", right.enabled ? 1 : 0)
    }
  }

  /// Checks what has become of an app against its file and what it was.
  private func check(
    _ app: AppPlan, in state: DesiredState, before: Fleet.App, after: Fleet.App, _ seed: Comment
  ) throws {
    let desired = try #require(state.apps.first { $0.key == app.key })
    if let failure = app.failure {
      guard case .noRoom(let wanted, let kept) = failure else {
        Issue.record("\(failure), \(seed)")
        return
      }
      #expect(wanted + kept.count > 10, seed)
      #expect(after == before, "nothing is changed where there is no room, \(seed)")
      return
    }
    let ignored = before.webhooks.filter { webhook in
      desired.ignore.contains { $0.covers(name: webhook.name, url: webhook.url) }
    }
    let unmanaged = app.webhooks.filter { $0.action == .unmanaged }.compactMap(\.webhookId)
    let untouched = before.webhooks.filter { unmanaged.contains($0.id) }
    #expect(Set(ignored.map(\.id)).isSubset(of: unmanaged), seed)
    if desired.prune == .always { #expect(Set(unmanaged) == Set(ignored.map(\.id)), seed) }
    for webhook in untouched { #expect(after.webhooks.contains(webhook), "\(webhook.name), \(seed)") }
    let facts = AppFacts(id: before.id, bundleId: before.bundleId, name: before.name)
    let wanted = desired.targets(for: facts).webhooks.map(Shape.init(_:))
    let managed = after.webhooks.filter { !unmanaged.contains($0.id) }.map(Shape.init(_:))
    #expect(managed.sorted() == wanted.sorted(), seed)
    var count = before.webhooks.count
    for step in app.steps {
      count += step.action == .create ? 1 : step.action == .delete ? -1 : 0
      #expect(count <= 10, seed)
    }
  }

  @Test func everyFleetConverges() async throws {
    var sawNoRoom = false
    var sawFirstDelete = false
    var calls: [WebhookPlan.Action: Int] = [:]
    for seed in RandomCases.seeds(70) {
      let place: Comment = "seed \(seed)"
      let random = RandomFleet(seed: seed)
      let pipeline = Pipeline(random.apps, configuration: Self.configuration)
      let state = try desiredState(random.yaml)
      let plan = try await pipeline.plan(random.yaml)
      #expect(pipeline.writes.isEmpty, place)
      let outcome = try await pipeline.apply(plan)
      #expect(outcome.tally.applied == plan.steps.count, "\(outcome.results), \(place)")
      #expect(pipeline.writes.count == plan.steps.count, place)
      for app in plan.apps {
        let index = try #require(
          random.apps.firstIndex { $0.id == app.key.text || $0.bundleId == app.key.text })
        try check(
          app, in: state, before: random.apps[index], after: pipeline.simulator.fleet.apps[index], place)
        sawNoRoom = sawNoRoom || app.failure != nil
        sawFirstDelete =
          sawFirstDelete
          || (app.steps.first?.action == .delete && app.steps.contains { $0.action == .create })
        for step in app.steps { calls[step.action, default: 0] += 1 }
      }
      let again = try await pipeline.plan(random.yaml)
      #expect(again.calls.isEmpty, place)
      #expect(again.failedApps.map(\.key) == plan.failedApps.map(\.key), place)
    }
    // The alphabets are small enough for rare cases to occur.
    #expect(sawNoRoom && sawFirstDelete)
    for action in [WebhookPlan.Action.create, .modify, .delete] { #expect(calls[action, default: 0] > 35) }
  }

  @Test func aRunThatBreaksOffIsFinishedByTheNext() async throws {
    for seed in RandomCases.seeds(20) {
      let random = RandomFleet(seed: seed)
      var generator = SeededGenerator(seed: seed)
      let pipeline = Pipeline(random.apps, configuration: Self.configuration)
      let plan = try await pipeline.plan(random.yaml)
      // From some write on, nothing gets through; the one before may have been carried out.
      let left = Mutex(Int.random(in: 0...max(0, plan.steps.count - 1), using: &generator))
      let isCarriedOut = Bool.random(using: &generator)
      let simulator = SimulatorTransport(pipeline.simulator)
      let transport = InterceptingTransport(base: simulator) { request in
        let number = left.withLock { left in
          left -= 1
          return left
        }
        if number >= 0 { return nil }
        if number == -1, isCarriedOut { _ = pipeline.simulator.respond(to: request) }
        return .failure(InterceptingTransport.lost)
      }
      let secrets = try SecretStore(for: plan, reader: SecretReader(environment: pipeline.environment))
      let broken = await Applier(
        client: Client(transport: transport, tokens: nil, retries: .none, clock: .instant()), secrets: secrets
      ).apply(
        plan)
      #expect(plan.steps.isEmpty || broken.tally.failed > 0, "seed \(seed)")
      let rest = try await pipeline.plan(random.yaml)
      let outcome = try await pipeline.apply(rest)
      #expect(outcome.tally.applied == rest.steps.count, "seed \(seed)")
      #expect(try await pipeline.plan(random.yaml).calls.isEmpty, "seed \(seed)")
    }
  }
}
