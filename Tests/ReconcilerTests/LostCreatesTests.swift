import AppStoreConnect
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Creates whose answers are lost, between the applier and the simulator.
struct LostCreatesTests {
  /// Carries out every request, and loses the answers to creates.
  struct LossyTransport: Transport {
    let simulator: SimulatorTransport
    let requests = LockedValue(0)

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      requests.withLock { $0 += 1 }
      let answer = try await simulator.send(request)
      guard request.method != .post else {
        throw TransportError(.connectionLost, detail: "reset", mayHaveReachedServer: true)
      }
      return answer
    }
  }

  @Test func eachIsAdoptedAndEveryRequestIsCounted() async throws {
    let fleet = Fleet(apps: [.init(id: "1", bundleId: "com.example.a", name: "A", webhooks: [])])
    let transport = LossyTransport(simulator: SimulatorTransport(AppStoreConnectSimulator(fleet: fleet)))
    let clock = WaitClock(now: { .zero }, sleep: { _ in }, random: { 0 })
    let client = Client(transport: transport, tokens: nil, clock: clock)
    let source = SecretSource.environment("SECRET")
    var app = AppPlan(key: .appleId("1"), facts: AppFacts(id: "1"))
    for number in 1...3 {
      // Nearly the same: none may be taken for another.
      let target = TargetWebhook(
        name: "Bot \(number)", url: try WebhookURL("https://hooks.example.com"),
        events: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")], secret: source)
      app.steps.append(Step(number: number, webhook: target.name, call: .create(target)))
    }
    let plan = Plan(apps: [app])
    let secrets = try SecretStore(
      for: plan, reader: SecretReader(environment: ["SECRET": "not-a-real-secret-at-all"]))

    let outcome = await Applier(client: client, secrets: secrets).apply(plan)

    #expect(outcome.isComplete)
    #expect(outcome.results.map(\.requests) == [2, 2, 2])
    #expect(transport.requests.withLock { $0 } == 6)
    let live = try await client.webhooks(appId: "1").webhooks
    #expect(live.count == 3)
    #expect(Set(live.map(\.id)) == Set(outcome.results.compactMap(\.webhookId)))
  }

  @Test func aMissingSecretSendsNothing() async throws {
    let transport = LossyTransport(
      simulator: SimulatorTransport(AppStoreConnectSimulator(fleet: Fleet(apps: []))))
    let target = TargetWebhook(
      name: "Bot", url: try WebhookURL("https://hooks.example.com"), events: [],
      secret: .environment("SECRET"))
    var app = AppPlan(key: .appleId("1"), facts: AppFacts(id: "1"))
    app.steps = [Step(number: 1, webhook: "Bot", call: .create(target))]
    let client = Client(transport: transport, tokens: nil)
    let outcome = await Applier(client: client, secrets: SecretStore()).apply(Plan(apps: [app]))
    #expect(outcome.results.map(\.requests) == [0])
    #expect(!outcome.isComplete)
  }
}
