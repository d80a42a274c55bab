import AppStoreConnect
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

@Suite struct DriftDetectorTests {
  private static let yaml = """
    version: 1
    apps:
      com.example.app1:
        webhooks:
          A: { url: "https://a.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
          B: { url: "https://b.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    """

  private static func record(_ webhooks: [(id: String, name: String)]) -> RecordedState {
    var state = RecordedState(api: "simulator", issuer: nil, parameters: .new())
    for webhook in webhooks {
      state.record(
        RecordedState.RecordedWebhook(
          appId: "1000000001", bundleId: "com.example.app1", webhookId: webhook.id, name: webhook.name))
    }
    return state
  }

  private func drift(
    _ webhooks: [Fleet.Webhook], record: RecordedState? = nil, yaml: String = yaml
  ) async throws -> AppDrift {
    let readings = try await Pipeline([fleetApp(1, nil, webhooks)]).read(yaml)
    let drifts = DriftDetector(record: record).compare(
      readings.map(PreparedApp.init(_:)), plan: Planner().plan(readings))
    return try #require(drifts.first)
  }

  private let a = fleetWebhook("a", "A", "https://a.example.com/")
  private let b = fleetWebhook("b", "B", "https://B.example.com")

  @Test func whatIsAsTheFileSaysIsNoDifference() async throws {
    let drift = try await drift([a, b])
    #expect(!drift.hasDrift)
    #expect(drift.unchanged == 2)
    #expect(drift.unknownSecrets == 2)
    #expect(drift.recorded == nil)
  }

  @Test func namesEveryFieldThatDiffers() async throws {
    let changed = fleetWebhook(
      "b", "B", "https://x.example.com/", [Event.build, Event.crash], enabled: false)
    let drift = try await drift([a, changed])
    let webhook = try #require(drift.differences.first)
    #expect(drift.differences.count == 1)
    #expect(webhook.kind == .changed)
    #expect(webhook.webhookId == "b")
    #expect(
      webhook.fields == [
        .url(before: "https://x.example.com/", after: "https://b.example.com/"),
        .events(before: [Event.crash, Event.build], after: [Event.build]),
        .enabled(before: false, after: true),
      ])
    #expect(webhook.location?.start.line == 6)
  }

  @Test func withoutAStateFileNobodyKnowsWhoDidIt() async throws {
    let drift = try await drift([b, fleetWebhook("x", "X", "https://x.example.com/")])
    #expect(drift.differences.map(\.kind) == [.missing, .additional])
    #expect(drift.differences.map(\.origin) == [nil, nil])
    // A state file that doesn't know the app is no better.
    let unknown = try await self.drift([b], record: Self.record([]))
    #expect(unknown.differences.map(\.origin) == [nil])
    #expect(unknown.recorded == 0)
  }

  @Test func theStateFileTellsWhatWasDoneByHand() async throws {
    let drift = try await drift(
      [
        b, fleetWebhook("x", "X", "https://x.example.com/"), fleetWebhook("y", "Y", "https://y.example.com/"),
      ],
      record: Self.record([("a", "A"), ("b", "B"), ("y", "Y")]))
    #expect(drift.differences.map(\.name) == ["A", "X", "Y"])
    #expect(
      drift.differences.map(\.origin) == [.deletedByHand(webhookId: "a"), .addedByHand, .leftTheFile])
  }

  @Test func aWebhookThatWasNeverMadeIsNewInTheFile() async throws {
    let drift = try await drift([b], record: Self.record([("b", "B")]))
    #expect(drift.differences.map(\.origin) == [.notAppliedYet])
  }

  @Test(arguments: [
    ("A", WebhookDrift.Origin.renamedByHand(from: "A")), ("Other", .renamedInTheFile),
  ])
  func tellsWhoHasRenamed(recorded: String, origin: WebhookDrift.Origin) async throws {
    let drift = try await drift(
      [fleetWebhook("a", "Other", "https://a.example.com/"), b],
      record: Self.record([("a", recorded), ("b", "B")]))
    #expect(drift.differences.map(\.fields) == [[.name(before: "Other", after: "A")]])
    #expect(drift.differences.map(\.origin) == [origin])
  }

  @Test func aTwinIsTold() async throws {
    let drift = try await drift([a, b, fleetWebhook("a2", "A", "https://z.example.com/")])
    #expect(drift.differences.map(\.webhookId) == ["a2"])
    #expect(drift.differences.map(\.isTwin) == [true])
  }

  @Test func anAppThatIsGoneIsADifferenceAndNoFailure() async throws {
    let yaml = Self.yaml.replacing("com.example.app1", with: "com.example.gone")
    var record = Self.record([])
    record.record(
      .init(appId: "7", bundleId: "com.example.gone", webhookId: "g", name: "A"))
    let drift = try await drift([], record: record, yaml: yaml)
    #expect(drift.isGone)
    #expect(drift.hasDrift)
    #expect(drift.failure == nil)
    #expect(drift.recorded == 1)
  }

  @Test func whereThereIsNoRoomTheDifferenceIsToldAllTheSame() async throws {
    let others = (0..<10).map { fleetWebhook("v\($0)", "V\($0)", "https://v.example.com/\($0)") }
    let yaml = Self.yaml.replacing(
      "    webhooks:", with: "    ignore: [{ name: \"V*\" }]\n    webhooks:")
    let drift = try await drift(others, yaml: yaml)
    #expect(drift.failure?.kind == "noRoom")
    #expect(drift.differences.map(\.kind) == [.missing, .missing])
    #expect(drift.unmanaged == 10)
  }

  @Test func webhooksOfUnlistedAppsCountUnlessThePolicyIgnoresThem() throws {
    let state = try desiredState(
      "version: 1\npolicy: { prune: false, ignore: [{ name: \"V*\" }] }\napps: { com.example.a: {} }\n")
    let app = LiveApp(
      facts: AppFacts(id: "5", bundleId: "com.example.five"),
      webhooks: .success([live("1", "V1"), live("2", "Other")]))
    let drift = DriftDetector().unlisted(app, in: state)
    #expect(drift.differences.map(\.name) == ["Other"])
    #expect(drift.unmanaged == 1)
    #expect(drift.standing == .unlisted)
    let unread = DriftDetector().unlisted(
      LiveApp(facts: AppFacts(id: "5"), webhooks: .failure(.tooManyLive(99))), in: state)
    #expect(unread.failure?.kind == "tooManyLive")
    #expect(!unread.hasDrift)
  }

  @Test func inAnAppThatLeftTheFileOnlyOursCount() async throws {
    let state = try desiredState("version: 1\napps: { com.example.other: {} }\n")
    let record = Self.record([("a", "A")])
    let pipeline = Pipeline([
      fleetApp(1, nil, [a, fleetWebhook("x", "X", "https://x.example.com/")]),
      fleetApp(2, "com.example.other"),
    ])
    let readings = await LiveStateReader(client: pipeline.client).read(state, recorded: record).apps
    let plan = Planner().plan(readings)
    let drifts = DriftDetector(record: record).compare(readings.map(PreparedApp.init(_:)), plan: plan)
    #expect(drifts.map(\.standing) == [.listed, .left])
    #expect(drifts[1].differences.map(\.origin) == [.leftTheFile])
    #expect(drifts[1].unmanaged == 1)
    let all = DriftDetector(record: record).compare(
      readings.map(PreparedApp.init(_:)), plan: plan, coversUnlisted: true)
    #expect(all[1].differences.map(\.name) == ["A", "X"])
    #expect(all[1].unmanaged == 0)
  }

  /// There is a difference where there is a call, and nowhere else.
  @Test func agreesWithThePlan() async throws {
    let configuration = AppStoreConnectSimulator.Configuration(
      eventTypes: Set(EventType.known + [Event.future]))
    var seen = [0, 0]
    for seed in RandomCases.seeds(20) {
      let random = RandomFleet(seed: seed)
      let pipeline = Pipeline(random.apps, configuration: configuration)
      for round in 0..<2 {
        let readings = try await pipeline.read(random.yaml)
        let plan = Planner().plan(readings)
        let drifts = DriftDetector().compare(readings.map(PreparedApp.init(_:)), plan: plan)
        for (drift, app) in zip(drifts, plan.apps) where app.failure == nil {
          #expect(drift.hasDrift == !app.steps.isEmpty, "seed \(seed), round \(round)")
          #expect(drift.unmanaged == app.webhooks.count { $0.action == .unmanaged }, "seed \(seed)")
          if app.steps.isEmpty {
            #expect(drift.unchanged == app.webhooks.count { $0.action == .unchanged }, "seed \(seed)")
          }
          seen[drift.hasDrift ? 1 : 0] += 1
        }
        _ = try await pipeline.apply(plan)
      }
    }
    #expect(seen.allSatisfy { $0 > 13 })
  }
}
