import AppStoreConnect
import Cryptography
import HTTPTransport
import PlanningSupport
import Platform
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Many writes on twelve apps, and every fault at every request, including reads: the report is true, and the next run
/// finishes the work.
///
/// A sample runs by default; `STOREHOOKS_CAMPAIGN=all` runs everything.
@Suite struct CampaignTests {
  private static let appCount = 12
  private static let requestCount = 73
  private static let sampleSize = 30

  /// One fault, once or from some request on.
  private struct Trial: Sendable, CustomStringConvertible {
    var fault: CampaignFault
    var request: Int
    var lasts: Bool

    var description: String { "\(fault.name) at request \(request)\(lasts ? " and all that follow" : "")" }
  }

  private static var all: [Trial] {
    CampaignFault.all.flatMap { fault in
      (1...requestCount).flatMap { request in
        [false, true].map { Trial(fault: fault, request: request, lasts: $0) }
      }
    }
  }

  private static let wanted = """
    version: 1
    templates:
      keep: { name: Kept, url: "https://keep.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    policy: { ignore: [{ name: "Vendor*" }], maxDeletes: 100 }
    apps:

    """
    + (0..<appCount).map { app in
      let hook = "events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S }"
      return """
          com.example.app\(app):
            use: [keep]
            webhooks:
              Changed 0: { url: "https://changed0.example.com/", \(hook) }
              Changed 1: { url: "https://changed1.example.com/", \(hook) }
              New 0: { url: "https://new0.example.com/", \(hook) }
              New 1: { url: "https://new1.example.com/", \(hook) }
        """
    }.joined(separator: "\n")

  private static var fleet: [Fleet.App] {
    (0..<appCount).map { app in
      fleetApp(
        app, nil,
        [
          fleetWebhook("k\(app)", "Kept", "https://keep.example.com/"),
          fleetWebhook("v\(app)", "Vendor", "https://vendor.example.com/"),
          fleetWebhook("c\(app)", "Changed 0", "https://changed0.example.com/", [Event.crash]),
          fleetWebhook("d\(app)", "Changed 1", "https://changed1.example.com/", enabled: false),
          fleetWebhook("o\(app)", "Old", "https://old.example.com/"),
        ])
    }
  }

  /// A webhook without its ID.
  private struct Shape: Hashable, Comparable {
    var name: String
    var url: String
    var events: [EventType]
    var enabled: Bool

    init(_ webhook: Fleet.Webhook) {
      (name, url, enabled) = (webhook.name, webhook.url, webhook.enabled)
      events = webhook.eventTypes.sorted()
    }

    init(_ name: String, _ url: String) {
      (self.name, self.url, events, enabled) = (name, "https://\(url).example.com/", [Event.build], true)
    }

    static func < (left: Self, right: Self) -> Bool { left.name < right.name }
  }

  private static let expected = [
    Shape("Changed 0", "changed0"), Shape("Changed 1", "changed1"), Shape("Kept", "keep"),
    Shape("New 0", "new0"),
    Shape("New 1", "new1"), Shape("Vendor", "vendor"),
  ]

  /// Fails requests before the simulator sees them.
  private struct FailingTransport: Transport {
    let base: SimulatorTransport
    let trial: Trial
    let count = LockedValue(0)

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let number = count.withLock { count in
        count += 1
        return count
      }
      if case .transport(let error) = trial.fault.action,
        trial.lasts ? number >= trial.request : number == trial.request
      {
        throw error
      }
      return try await base.send(request)
    }
  }

  private static func client(_ transport: any Transport, _ clock: WaitClock = .instant()) -> Client {
    Client(transport: transport, tokens: AnyTokens(), concurrency: 1, clock: clock)
  }

  private static func plan(_ state: DesiredState, _ client: Client) async -> Plan {
    Planner().plan(await LiveStateReader(client: client, concurrency: 1).read(state).apps)
  }

  private static func apply(_ plan: Plan, _ client: Client) async throws -> Outcome {
    let secrets = try SecretStore(
      for: plan, reader: SecretReader(environment: ["S": "a-secret-that-is-none"]))
    return await Applier(client: client, secrets: secrets, concurrency: 1).apply(plan)
  }

  /// What is wrong after a trial; empty if all is well.
  private static func run(_ trial: Trial, _ state: DesiredState) async throws -> [String] {
    let clock = WaitClock.instant()
    let simulator = AppStoreConnectSimulator(
      fleet: Fleet(apps: fleet), configuration: .init(elapsed: clock.now))
    var rules: [FaultRule] = []
    if case .simulator(let action) = trial.fault.action {
      let last = trial.lasts ? trial.request + 5_000 : trial.request
      rules = [FaultRule(.init(nth: .only(Set(trial.request...last))), action)]
    }
    if trial.fault.hasStaleLists {
      let lists = FaultRule.Match(method: .get, path: "/v1/apps/*/webhooks")
      rules.append(FaultRule(lists, .stale(CampaignFault.lag)))
    }
    let base = SimulatorTransport(
      simulator, faults: FaultPlan(rules: rules), sleep: { try await clock.sleep($0) })
    let first = client(FailingTransport(base: base, trial: trial), clock)
    let outcome = try await apply(await plan(state, first), first)
    // Late changes come before the next run.
    try await clock.sleep(.seconds(60))
    var problems = trial.fault.deceives ? [] : untruths(of: outcome, simulator.fleet)

    let second = client(SimulatorTransport(simulator), clock)
    let rest = try await apply(await plan(state, second), second)
    if !rest.isComplete { problems.append("the second run failed: \(rest.results.compactMap(\.failure))") }
    for app in simulator.fleet.apps where app.webhooks.map(Shape.init(_:)).sorted() != expected {
      problems.append("\(app.bundleId) has \(app.webhooks.map(\.name))")
    }
    for (before, after) in zip(fleet, simulator.fleet.apps) {
      let ids = after.webhooks.map(\.id)
      let lost = before.webhooks.filter { ["Kept", "Vendor"].contains($0.name) && !ids.contains($0.id) }
      if !lost.isEmpty { problems.append("\(before.bundleId) has lost \(lost.map(\.name))") }
    }
    if await plan(state, second).hasChanges { problems.append("the last plan isn't empty") }
    return problems
  }

  /// Calls that are reported as made but weren't.
  private static func untruths(of outcome: Outcome, _ fleet: Fleet) -> [String] {
    let live = Dictionary(uniqueKeysWithValues: fleet.apps.flatMap(\.webhooks).map { ($0.id, $0) })
    let results = Dictionary(uniqueKeysWithValues: outcome.results.map { ($0.step, $0) })
    var problems = outcome.results.count == outcome.plan.steps.count ? [] : ["steps without a result"]
    for app in fleet.apps where Set(app.webhooks.map(\.name)).count < app.webhooks.count {
      problems.append("\(app.bundleId) has two of \(app.webhooks.map(\.name))")
    }
    for step in outcome.plan.steps {
      guard let result = results[step.number], case .applied = result.status else { continue }
      let webhook = result.webhookId.flatMap { live[$0] }
      let isTrue =
        switch step.call {
        case .delete: webhook == nil
        case .create: webhook?.name == step.webhook && webhook?.secret != nil
        case .modify: webhook.map { expected.contains(Shape($0)) } == true
        }
      if !isTrue { problems.append("'\(step.action) \(step.webhook)' is reported as made") }
    }
    return problems
  }

  @Test func withoutFaultsThereAreSixtyWritesInSeventyThreeRequests() async throws {
    let requests = LockedValue(0)
    var configuration = AppStoreConnectSimulator.Configuration()
    configuration.onAnswer = { _ in requests.withLock { $0 += 1 } }
    let simulator = AppStoreConnectSimulator(fleet: Fleet(apps: Self.fleet), configuration: configuration)
    let client = Self.client(SimulatorTransport(simulator))
    let outcome = try await Self.apply(await Self.plan(try desiredState(Self.wanted), client), client)
    #expect(outcome.isComplete)
    #expect(outcome.results.count == 60)
    #expect(requests.withLock { $0 } == Self.requestCount)
  }

  @Test func everyFaultAtEveryRequestIsMadeGoodByTheNextRun() async throws {
    let state = try desiredState(Self.wanted)
    var trials = Self.all
    let total = trials.count
    var place = "all of them"
    if ProcessInfo.processInfo.environment["STOREHOOKS_CAMPAIGN"] != "all" {
      let seed = RandomCases.seed()
      var generator = SeededGenerator(seed: seed)
      trials = Array(trials.shuffled(using: &generator).prefix(RandomCases.count(Self.sampleSize)))
      place = "a sample: seed \(seed)"
    }
    let failed = await concurrentMap(trials, limit: 2) { trial -> String? in
      do {
        let problems = try await Self.run(trial, state)
        return problems.isEmpty ? nil : "\(trial): \(problems.joined(separator: "; "))"
      } catch {
        return "\(trial): \(error)"
      }
    }.compactMap { $0 }
    print(
      "campaign: \(trials.count - failed.count) of \(trials.count) faults made good (\(place); "
        + "\(CampaignFault.all.count) kinds at \(Self.requestCount) requests, once and lasting: \(total))")
    #expect(failed.isEmpty, "\(place)\n\(failed.prefix(20).joined(separator: "\n"))")
  }
}
