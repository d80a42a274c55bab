import AppStoreConnect
import Cryptography
import PlanningSupport
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Late creates and lists that lag behind: in the end there is one webhook, and the report is true.
struct LateCreatesTests {
  private static let secret = "not-a-real-secret-at-all"

  private struct Result {
    var outcome: Outcome
    var webhooks: [Fleet.Webhook]
    var requests: [AnsweredRequest]

    func count(_ method: String) -> Int {
      requests.count { $0.method == method && $0.target == "/v1/webhooks" }
    }
  }

  /// Creates one webhook while things go wrong, and lets a minute pass.
  private func create(
    _ rules: [FaultRule], timeout: Duration = .seconds(30), at moment: Duration? = nil,
    _ action: @escaping @Sendable (AppStoreConnectSimulator) -> Void = { _ in }
  ) async throws -> Result {
    let simulator = LockedValue<AppStoreConnectSimulator?>(nil)
    let isDone = LockedValue(false)
    let clock = WaitClock.instant { now in
      guard let moment, now >= moment,
        isDone.withLock({ done in
          defer { done = true }; return !done
        })
      else {
        return
      }
      simulator.withLock { $0 }.map(action)
    }
    let app = Fleet.App(
      id: "1", bundleId: "com.example.a", name: "A",
      webhooks: [fleetWebhook("old", "Old", "https://old.example.com")])
    let log = LockedValue<[AnsweredRequest]>([])
    var configuration = AppStoreConnectSimulator.Configuration(elapsed: { clock.now() })
    configuration.onAnswer = { request in log.withLock { $0.append(request) } }
    let service = AppStoreConnectSimulator(fleet: Fleet(apps: [app]), configuration: configuration)
    simulator.withLock { $0 = service }
    let transport = SimulatorTransport(
      service, faults: FaultPlan(rules: rules), timeout: timeout, sleep: { try await clock.sleep($0) })
    let client = Client(transport: transport, tokens: AnyTokens(), clock: clock)
    let target = TargetWebhook(
      name: "Bot", url: try WebhookURL("https://hooks.example.com"), events: [Event.build],
      secret: .environment("SECRET"))
    var plan = AppPlan(key: .appleId("1"), facts: AppFacts(id: "1"))
    plan.webhooks = [WebhookPlan(action: .unchanged, name: "Old", webhookId: "old")]
    plan.steps = [Step(number: 1, webhook: "Bot", call: .create(target))]
    let secrets = try SecretStore(
      for: Plan(apps: [plan]), reader: SecretReader(environment: ["SECRET": Self.secret]))
    let outcome = await Applier(client: client, secrets: secrets).apply(Plan(apps: [plan]))
    try await clock.sleep(.seconds(60))
    return Result(
      outcome: outcome, webhooks: service.fleet.apps[0].webhooks.filter { $0.id != "old" },
      requests: log.withLock { $0 })
  }

  private static let creates = FaultRule.Match(method: .post, path: "/v1/webhooks")
  private static let lists = FaultRule.Match(method: .get, path: "/v1/apps/*/webhooks")

  @Test(arguments: [300, 1_000, 2_000, 3_000], [0, 2_000])
  func oneWebhookIsMadeAndReported(late: Int, lag: Int) async throws {
    let answers: [FaultAction.LateAnswer] = [.status(500), .status(503), .status(504), .reset, .hang]
    for answer in answers {
      let result = try await create([
        FaultRule(Self.creates, .late(.milliseconds(late), answer), times: 1),
        FaultRule(Self.lists, .stale(.milliseconds(lag))),
      ])
      #expect(result.outcome.isComplete, "\(answer)")
      #expect(result.webhooks.map(\.id) == result.outcome.results.compactMap(\.webhookId))
      #expect(result.webhooks.map(\.secret) == [Secret(Self.secret)])
    }
  }

  /// The service did it but says that it didn't, and its lists lag behind.
  @Test(arguments: [
    FaultAction.status(500, .afterApplying), .status(504, .afterApplying), .reset(.afterApplying),
    .hang(.afterApplying), .truncate(.fraction(0.5)), .status(429, .afterApplying),
    .status(401, .afterApplying),
  ])
  func aListThatLagsBehindMakesNoSecond(action: FaultAction) async throws {
    let result = try await create([
      FaultRule(Self.creates, action, times: 1), FaultRule(Self.lists, .stale(.seconds(2))),
    ])
    #expect(result.outcome.isComplete)
    #expect(result.webhooks.map(\.id) == result.outcome.results.compactMap(\.webhookId))
  }

  /// Three creates would take longer than a request may; the first is all it takes.
  @Test func requestsThatTakeTooLongAreAskedOnce() async throws {
    let result = try await create(
      [FaultRule(Self.creates, .delay(.milliseconds(1_500)), times: 3)], timeout: .seconds(1))
    #expect(result.outcome.isComplete && result.webhooks.count == 1 && result.count("POST") == 1)
  }

  /// It is too late for the looks, so the repetition makes a second webhook, which is seen and deleted.
  @Test func ofTwoTheOneOfTheRepetitionGoes() async throws {
    let result = try await create([FaultRule(Self.creates, .late(.seconds(8)), times: 1)])
    #expect(result.outcome.isComplete && result.count("POST") == 3, "failed, repeated, and carried out late")
    #expect(result.webhooks.map(\.id) == result.outcome.results.compactMap(\.webhookId))
    #expect(result.webhooks.map(\.secret) == [Secret(Self.secret)])
    #expect(result.requests.count { $0.method == "DELETE" } == 1)
    #expect(result.requests.count { $0.method == "PATCH" } == 1)
  }

  /// Somebody else made the same webhook meanwhile: it stays, with the secret that the file wants.
  @Test func somebodyElsesIsNotDeleted() async throws {
    let edit = FleetEdit.create(
      app: "1", name: "Bot", url: "https://hooks.example.com", eventTypes: [Event.build],
      secret: Secret("theirs"))
    let result = try await create(
      [FaultRule(Self.creates, .status(503), times: 1)], at: .seconds(8)
    ) { $0.perform(edit) }
    #expect(result.outcome.isComplete && result.webhooks.count == 1)
    #expect(result.webhooks.map(\.secret) == [Secret(Self.secret)])
  }

  @Test func twoOfUnknownOriginAreReportedAndLeft() async throws {
    let edit = FleetEdit.create(
      app: "1", name: "Bot", url: "https://hooks.example.com", eventTypes: [Event.build],
      secret: Secret("theirs"))
    let result = try await create(
      [FaultRule(Self.creates, .late(.milliseconds(400)), times: 1)], at: .milliseconds(100)
    ) { $0.perform(edit) }
    #expect(result.webhooks.count == 2 && result.outcome.tally.failed == 1)
    #expect(!result.requests.contains { ["PATCH", "DELETE"].contains($0.method) })
    guard case .client(.outcomeUnknown(_, .several))? = result.outcome.results[0].failure else {
      Issue.record("\(result.outcome.results)")
      return
    }
  }
}
