import AppStoreConnect
import HTTPTransport
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

/// Somebody else changes an app between reading its webhooks and the calls.
@Suite struct ConflictTests {
  private static let app = "1000000000"
  private static let yaml = """
    version: 1
    apps:
      com.example.app0:
        webhooks:
          Changed: { url: "https://a.example.com/hook", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
      com.example.app1:
        webhooks:
          New: { url: "https://new.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    """

  /// A pipeline whose clock is set by hand.
  private struct Bench {
    let simulator: AppStoreConnectSimulator
    let client: Client
    let time = LockedValue(Duration.zero)
    private let log = LockedValue<[AnsweredRequest]>([])

    init() {
      let log = log
      var configuration = AppStoreConnectSimulator.Configuration()
      configuration.onAnswer = { request in log.withLock { $0.append(request) } }
      simulator = AppStoreConnectSimulator(
        fleet: Fleet(apps: [
          fleetApp(
            0, nil,
            [
              fleetWebhook("c0", "Changed", "https://a.example.com/hook", [Event.crash]),
              fleetWebhook("o0", "Old", "https://old.example.com/"),
            ]),
          fleetApp(1, nil, []),
        ]), configuration: configuration)
      let time = time
      client = Client(
        transport: SimulatorTransport(simulator), tokens: nil, retries: .none,
        clock: WaitClock(now: { time.withLock { $0 } }, sleep: { _ in }, random: { 0 }))
    }

    func plan() async throws -> Plan {
      Planner().plan(await LiveStateReader(client: client).read(try desiredState(yaml)).apps)
    }

    func apply(_ plan: Plan, through client: Client? = nil, concurrency: Int = 1) async throws -> Outcome {
      let secrets = try SecretStore(for: plan, reader: SecretReader(environment: ["S": "a-secret"]))
      return await Applier(client: client ?? self.client, secrets: secrets, concurrency: concurrency).apply(
        plan)
    }

    var requests: [AnsweredRequest] { log.withLock { $0 } }

    var writes: [String] {
      requests.filter { $0.method != "GET" }.map { "\($0.method) \($0.target)" }
    }
  }

  private func conflict(_ result: StepResult?) throws -> Conflict {
    guard case .failed(.conflict(let conflict))? = result?.status else {
      throw TestFailure("\(String(describing: result?.status)) is no conflict")
    }
    return conflict
  }

  private struct TestFailure: Error {
    init(_ text: String) { Issue.record("\(text)") }
  }

  @Test(arguments: ["Changed", "Old"]) func aWebhookThatIsGone(name: String) async throws {
    let bench = Bench()
    let plan = try await bench.plan()
    #expect(plan.calls == ["modify Changed", "delete Old", "create New"])
    bench.simulator.perform(.delete(app: Self.app, webhook: name))
    let outcome = try await bench.apply(plan)
    guard case .gone = try conflict(outcome.results[name == "Old" ? 1 : 0]) else {
      Issue.record("\(outcome.results)")
      return
    }
    #expect(outcome.tally == (applied: name == "Old" ? 2 : 1, failed: 1, skipped: name == "Old" ? 0 : 1))
    #expect(try await bench.apply(bench.plan()).isComplete)
    #expect(try await bench.plan().hasChanges == false)
  }

  @Test func theTenthPlaceIsTaken() async throws {
    let bench = Bench()
    let plan = try await bench.plan()
    for number in 0..<10 {
      bench.simulator.perform(
        .create(
          app: "1000000001", name: "Hand \(number)", url: "https://hand.example.com/",
          eventTypes: [Event.crash]))
    }
    let outcome = try await bench.apply(plan)
    guard case .full(let new, .api(let error)) = try conflict(outcome.results.last) else {
      Issue.record("\(outcome.results)")
      return
    }
    #expect(new.map(\.name) == (0..<10).map { "Hand \($0)" } && error.status == 409)
    #expect(bench.simulator.fleet.apps[1].webhooks.count == 10, "nothing of theirs is touched")
    #expect(outcome.tally == (applied: 2, failed: 1, skipped: 0))
  }

  /// After a minute, each app is read once more before its first call, and only changed if it is still the same.
  @Test(arguments: [60, 61], [false, true]) func whatWasReadLongAgo(seconds: Int, isChanged: Bool)
    async throws
  {
    let bench = Bench()
    let plan = try await bench.plan()
    let reads = bench.requests.count
    if isChanged {
      bench.simulator.perform(.rename(app: Self.app, webhook: "Old", to: "By hand"))
      bench.simulator.perform(
        .create(app: Self.app, name: "Another", url: "https://hand.example.com/", eventTypes: [Event.crash]))
    }
    bench.time.withLock { $0 = .seconds(seconds) }
    let outcome = try await bench.apply(plan)
    guard seconds > 60 else {
      #expect(outcome.isComplete && bench.requests.count == reads + 3)
      return
    }
    #expect(bench.requests.count == reads + (isChanged ? 3 : 5))
    guard isChanged else {
      #expect(outcome.isComplete)
      return
    }
    guard case .changed(let changes) = try conflict(outcome.results.first) else {
      Issue.record("\(outcome.results)")
      return
    }
    #expect(changes.count == 2 && changes[0] == "webhook 'By hand' (o0) has changed", "\(changes)")
    #expect(changes[1].hasPrefix("webhook 'Another' ("))
    #expect(bench.writes == ["POST /v1/webhooks"], "the other app's")
    #expect(outcome.tally == (applied: 1, failed: 1, skipped: 1))
  }

  /// The first call of one app is refused and makes all wait; the other app's call waits in line, or comes later. What
  /// was read before the pause is old after it.
  @Test(arguments: [59, 300], [false, true]) func whatAPauseMakesOld(seconds: Int, isChanged: Bool)
    async throws
  {
    let bench = Bench()
    let plan = try await bench.plan()
    let pause = FaultRule(
      .init(nth: .only([1])), .status(429, headers: ["Retry-After": "\(seconds)"]))
    let client = Client(
      transport: SimulatorTransport(bench.simulator, faults: FaultPlan(rules: [pause])), tokens: nil,
      concurrency: 1,
      clock: .instant { _ in
        guard isChanged else { return }
        for app in ["1000000000", "1000000001"] {
          bench.simulator.perform(
            .create(app: app, name: "By hand", url: "https://hand.example.com/", eventTypes: [Event.crash]))
        }
      })
    let outcome = try await bench.apply(plan, through: client, concurrency: 2)
    let requests = outcome.results.map(\.requests)
    if seconds > 60, isChanged {
      #expect(outcome.tally == (applied: 0, failed: 2, skipped: 1))
      for number in [0, 2] {
        guard case .changed(let changes) = try conflict(outcome.results[number]) else { continue }
        #expect(changes.count == 1 && changes[0].hasPrefix("webhook 'By hand' ("), "\(changes)")
      }
      let names = bench.simulator.fleet.apps.map { $0.webhooks.map(\.name).sorted() }
      #expect(names == [["By hand", "Changed", "Old"], ["By hand"]], "nothing was called")
      // One app is read again; so is the refused one, after a check if it was the create.
      #expect([[2, 0, 1], [1, 0, 3]].contains(requests), "\(requests)")
    } else {
      #expect(outcome.isComplete)
      // A refused create is looked for and, if it isn't old, once more after it was sent again.
      let expected = seconds < 60 ? [[2, 1, 1], [1, 1, 4]] : [[3, 1, 2], [2, 1, 4]]
      #expect(expected.contains(requests), "\(requests)")
    }
  }

  @Test func aSecondReadThatFailsIsNoLeave() async throws {
    let bench = Bench()
    let plan = try await bench.plan()
    bench.time.withLock { $0 = .seconds(3600) }
    let time = bench.time
    let broken = Client(
      transport: InterceptingTransport(base: SimulatorTransport(bench.simulator)) { request in
        request.method == .get ? .failure(InterceptingTransport.lost) : nil
      }, tokens: nil, retries: .none,
      clock: WaitClock(now: { time.withLock { $0 } }, sleep: { _ in }, random: { 0 }))
    let outcome = try await bench.apply(plan, through: broken)
    #expect(outcome.tally == (applied: 0, failed: 2, skipped: 1))
    #expect(bench.writes.isEmpty)
  }

  /// A call that waited for a rate limit when the run was stopped was never made.
  @Test func anInterruptedWaitIsNoFailure() async throws {
    let bench = Bench()
    let plan = try await bench.plan()
    let client = Client(
      transport: SimulatorTransport(bench.simulator, faults: FaultPlan(rules: [.always(.status(429))])),
      tokens: nil, clock: WaitClock(now: { .zero }, sleep: { _ in }, random: { 0 }))
    client.stopWaiting()
    let outcome = try await bench.apply(plan, through: client)
    for result in outcome.results {
      guard case .interrupted = result.status else {
        Issue.record("\(result)")
        continue
      }
    }
    #expect(outcome.results.map(\.requests).first == 1)
  }
}
