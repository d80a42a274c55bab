import AppStoreConnect
import HTTPTransport
import PlanningSupport
import Reconciler
import Simulator
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct ApplierTests {
  private static let hook = "events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S }"

  /// Two apps with a create, a modify and a delete each.
  private static let yaml = """
    version: 1
    apps:
      com.example.app0:
        webhooks:
          Changed: { url: "https://a.example.com/hook", \(hook) }
          New: { url: "https://new.example.com/", \(hook) }
      com.example.app1:
        webhooks:
          Changed: { url: "https://a.example.com/hook", \(hook) }
          New: { url: "https://new.example.com/", \(hook) }
    """

  private static var apps: [Fleet.App] {
    (0..<2).map { app in
      fleetApp(
        app, nil,
        [
          fleetWebhook("c\(app)", "Changed", "https://a.example.com/hook", [Event.crash], enabled: false),
          fleetWebhook("o\(app)", "Old", "https://old.example.com/"),
        ])
    }
  }

  private func statuses(_ outcome: Outcome) -> [String] {
    outcome.results.map { result in
      switch result.status {
      case .applied: "applied"
      case .failed(.client): "failed"
      case .failed(.secretMissing): "missing"
      case .failed(.conflict): "conflict"
      case .failed(.stateFile): "unrecorded"
      case .skipped(let step): "skipped after \(step)"
      case .interrupted: "interrupted"
      case .held: "held"
      }
    }
  }

  @Test func makesTheCallsOfThePlanInItsOrder() async throws {
    let pipeline = Pipeline(Self.apps)
    let plan = try await pipeline.plan(Self.yaml)
    #expect(plan.steps.count == 6)
    let outcome = try await pipeline.apply(plan)
    #expect(statuses(outcome) == Array(repeating: "applied", count: 6))
    #expect(outcome.results.map(\.step) == Array(1...6))
    #expect(outcome.results.allSatisfy { $0.requests == 1 })
    #expect(outcome.isComplete)
    #expect(outcome.tally == (applied: 6, failed: 0, skipped: 0))
    for (app, planned) in plan.apps.enumerated() {
      let expected = planned.steps.map { step in
        switch step.call {
        case .create: "POST /v1/webhooks"
        case .modify(let id, _): "PATCH /v1/webhooks/\(id)"
        case .delete(let id): "DELETE /v1/webhooks/\(id)"
        }
      }
      // The two apps run concurrently, and POSTs don't show whose they are.
      let made = pipeline.writes.filter { $0.hasPrefix("POST") || $0.hasSuffix("\(app)") }
      #expect(expected.filter { !$0.hasPrefix("POST") } == made.filter { !$0.hasPrefix("POST") })
      let ids = pipeline.simulator.fleet.apps[app].webhooks.map(\.id)
      let created = outcome.results.first { $0.step == planned.steps.first { $0.action == .create }?.number }
      #expect(created?.webhookId.map(ids.contains) == true, "the new webhook's ID is reported")
    }
    #expect(try await pipeline.plan(Self.yaml).hasChanges == false)
  }

  @Test func oneAppsCallsAreMadeOneAfterTheOtherInTheOrderOfThePlan() async throws {
    let pipeline = Pipeline([Self.apps[0]])
    let yaml = Self.yaml.split(separator: "\n").prefix { !$0.contains("app1") }.joined(separator: "\n")
    let plan = try await pipeline.plan(yaml)
    _ = try await pipeline.apply(plan)
    let verbs = plan.steps.map { step in
      switch step.action {
      case .create: "POST"
      case .modify: "PATCH"
      default: "DELETE"
      }
    }
    #expect(verbs.count == 3)
    #expect(pipeline.writes.map { String($0.prefix { $0 != " " }) } == verbs)
  }

  @Test func sendsWhatThePlanSays() async throws {
    let recorder = Mutex<RecordingTransport?>(nil)
    let pipeline = Pipeline([Self.apps[0]]) { base in
      let transport = RecordingTransport(base)
      recorder.withLock { $0 = transport }
      return transport
    }
    let yaml = Self.yaml.split(separator: "\n").prefix { !$0.contains("app1") }.joined(separator: "\n")
    _ = try await pipeline.apply(try await pipeline.plan(yaml))
    let requests = try #require(recorder.withLock { $0 }).requests
    func body(_ method: HTTPMethod) throws -> AnyJSON {
      let request = try #require(requests.first { $0.method == method })
      return try JSONDecoder().decode(AnyJSON.self, from: Data(request.body))
    }
    #expect(
      try body(.post)
        == .object([
          "data": .object([
            "type": .text("webhooks"),
            "attributes": .object([
              "name": .text("New"), "url": .text("https://new.example.com/"), "enabled": .flag(true),
              "eventTypes": .list([.text("BUILD_UPLOAD_STATE_UPDATED")]), "secret": .text("a-secret"),
            ]),
            "relationships": .object([
              "app": .object(["data": .object(["type": .text("apps"), "id": .text("1000000000")])])
            ]),
          ])
        ]))
    #expect(
      try body(.patch)
        == .object([
          "data": .object([
            "type": .text("webhooks"), "id": .text("c0"),
            "attributes": .object([
              "enabled": .flag(true), "eventTypes": .list([.text("BUILD_UPLOAD_STATE_UPDATED")]),
            ]),
          ])
        ]), "only what differs")
    #expect(requests.first { $0.method == .delete }?.body.isEmpty == true)
  }

  @Test func aFailedCallSkipsTheRestOfItsAppAndNoOther() async throws {
    for failing in 0..<3 {
      let pipeline = Pipeline(Self.apps)
      let plan = try await pipeline.plan(Self.yaml)
      let made = Mutex(0)
      let transport = InterceptingTransport(base: SimulatorTransport(pipeline.simulator)) { request in
        // App 0's calls are recognized by the webhook's ID, and its create by the app's.
        let text = request.url + String(decoding: request.body, as: UTF8.self)
        guard
          text.contains("1000000000") || text.hasSuffix("c0") || text.contains("/c0") || text.contains("/o0")
        else { return nil }
        let index = made.withLock { made in
          made += 1
          return made - 1
        }
        return index == failing ? .success(HTTPResponse(status: 409)) : nil
      }
      let secrets = try SecretStore(for: plan, reader: SecretReader(environment: pipeline.environment))
      let outcome = await Applier(
        client: Client(transport: transport, tokens: nil, retries: .none, clock: .instant()), secrets: secrets
      ).apply(
        plan)
      let expected = (0..<3).map {
        $0 < failing ? "applied" : $0 == failing ? "failed" : "skipped after \(failing + 1)"
      }
      #expect(statuses(outcome) == expected + ["applied", "applied", "applied"])
      #expect(outcome.tally == (applied: 3 + failing, failed: 1, skipped: 2 - failing))
      #expect(!outcome.isComplete)
      // After a refused create, the applier checks whether somebody else has taken the last place.
      let requests = (0..<3).map { $0 > failing ? 0 : $0 == failing && $0 == 0 ? 2 : 1 }
      #expect(outcome.results.map(\.requests) == requests + [1, 1, 1])
      // The next run finishes the work.
      _ = try await pipeline.apply(try await pipeline.plan(Self.yaml))
      #expect(try await pipeline.plan(Self.yaml).hasChanges == false)
    }
  }

  @Test func withoutItsSecretACreateIsNotTried() async throws {
    let pipeline = Pipeline(Self.apps)
    let plan = try await pipeline.plan(Self.yaml)
    let outcome = await Applier(client: pipeline.client, secrets: SecretStore()).apply(plan)
    #expect(outcome.tally.failed == 2)
    #expect(statuses(outcome).contains("missing"))
    #expect(!pipeline.writes.contains("POST /v1/webhooks"))
    #expect(outcome.results.first { if case .failed = $0.status { true } else { false } }?.requests == 0)
  }

  /// Calls that are left out count, too, so progress always reaches its end.
  @Test func tellsOfEachCall() async throws {
    let pipeline = Pipeline(Self.apps)
    let plan = try await pipeline.plan(Self.yaml)
    let done = Mutex<[Int]>([])
    let outcome = await Applier(client: pipeline.client, secrets: SecretStore()).apply(plan) { count, total in
      done.withLock { $0.append(count) }
      #expect(total == 6)
    }
    #expect(outcome.tally.failed == 2 && outcome.tally.skipped == 4)
    #expect(done.withLock { $0 } == Array(0...6))
  }

  @Test func unreadAppsMakeARunIncomplete() async throws {
    let pipeline = Pipeline([Self.apps[0]])
    let plan = try await pipeline.plan(Self.yaml)
    let outcome = try await pipeline.apply(plan)
    #expect(outcome.tally.applied == 3)
    #expect(!outcome.isComplete)
  }

  @Test func aPlanWithoutCallsMakesNone() async throws {
    let pipeline = Pipeline([fleetApp(0)])
    let outcome = try await pipeline.apply(
      try await pipeline.plan("version: 1\napps: { com.example.app0: {} }"))
    #expect(outcome.results.isEmpty && outcome.isComplete)
    #expect(pipeline.writes.isEmpty)
  }

  @Test(arguments: [1, 4]) func worksOnAsManyAppsAtATimeAsItMay(limit: Int) async throws {
    let yaml = "version: 1\napps:\n" + (0..<8).map { "  com.example.app\($0): {}\n" }.joined()
    let pipeline = Pipeline((0..<8).map { fleetApp($0, nil, [fleetWebhook("w\($0)", "Old")]) })
    let plan = try await pipeline.plan(yaml)
    let transport = CountingTransport(SimulatorTransport(pipeline.simulator), expecting: limit, of: .delete)
    let done = Mutex<[Int]>([])
    let outcome = await Applier(
      client: Client(transport: transport, tokens: nil, retries: .none, clock: .instant()),
      secrets: SecretStore(),
      concurrency: limit
    ).apply(plan) { count, total in
      done.withLock { $0.append(count) }
      #expect(total == 8)
    }
    #expect(outcome.tally.applied == 8)
    #expect(transport.highest == limit)
    #expect(done.withLock { $0 } == Array(0...8))
  }
}
