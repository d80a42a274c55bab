import AppStoreConnect
import Cryptography
import Planning
import Reconciler
import Simulator
import TestSupport

/// Applies random files to random fleets in this process while random things go wrong, then once more without faults.
struct FaultSoak {
  private(set) var faults = 0
  private(set) var convergences = 0

  mutating func run(seed: UInt64) async throws {
    let scenario = Scenario(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0xFA17)
    let clock = Self.clock()
    let simulator = AppStoreConnectSimulator(
      fleet: scenario.fleet, configuration: .init(elapsed: clock.now))
    let plan = FaultPlan(
      rules: (0..<Int.random(in: 1...4, using: &random)).map { _ in Self.rule(&random) }, seed: seed)
    do {
      for _ in 1...Int.random(in: 1...2, using: &random) {
        let transport = SimulatorTransport(
          simulator, faults: plan, sleep: { try await clock.sleep($0) })
        _ = try await apply(scenario, transport, clock)
        // More time passes between two runs than anything is late or lags behind.
        try await clock.sleep(.seconds(60))
      }
      let calm = SimulatorTransport(simulator)
      let outcome = try await apply(scenario, calm, clock)
      guard outcome.isComplete else { throw SoakFailure(description: "not complete: \(outcome.results)") }
      try scenario.check(simulator.fleet)
      let rest = try await Self.plan(scenario, Self.client(calm, clock))
      guard rest.steps.isEmpty else { throw SoakFailure(description: "the next plan has \(rest.steps)") }
    } catch {
      throw SoakFailure(description: "seed \(seed), faults \(plan.rules): \(error)\n\(scenario.yaml)")
    }
    faults += plan.counts.reduce(0, +)
    convergences += 1
  }

  private func apply(
    _ scenario: Scenario, _ transport: SimulatorTransport, _ clock: WaitClock
  ) async throws -> Outcome {
    let client = Self.client(transport, clock)
    let plan = try await Self.plan(scenario, client)
    let secrets = try SecretStore(for: plan, reader: SecretReader(environment: Scenario.secrets))
    return await Applier(client: client, secrets: secrets).apply(plan)
  }

  private static func plan(_ scenario: Scenario, _ client: Client) async throws -> Plan {
    Planner().plan(await LiveStateReader(client: client).read(try scenario.desiredState()).apps)
  }

  /// Tokens without a key, which can be renewed after a stray 401.
  private struct Tokens: TokenProvider {
    func token() -> Secret { Secret("none") }
    func renew() {}
  }

  private static func client(_ transport: SimulatorTransport, _ clock: WaitClock) -> Client {
    Client(transport: transport, tokens: Tokens(), concurrency: 3, clock: clock)
  }

  /// A clock whose waits end at once: time passes for whoever waits.
  private static func clock() -> WaitClock {
    let time = LockedValue(Duration.zero)
    return WaitClock(
      now: { time.withLock { $0 } },
      sleep: { wait in
        await Task.yield()
        time.withLock { $0 += wait }
      }, random: { 0.5 })
  }

  private static func rule(_ random: inout SeededGenerator) -> FaultRule {
    let status = [401, 429, 500, 503].randomElement(using: &random) ?? 500
    let moment: FaultAction.Moment = Bool.random(using: &random) ? .beforeApplying : .afterApplying
    let actions: [FaultAction] = [
      .status(status, moment), .reset(moment),
      .hang(moment), .truncate(.fraction(0.5)), .garbage(moment), .redirect(to: "https://example.com/"),
      .endless,
      .late(.milliseconds(Int.random(in: 0...3_000, using: &random)), .status(status < 500 ? 504 : status)),
      .late(.seconds(2), .reset), .stale(.milliseconds(Int.random(in: 0...2_000, using: &random))),
      .stale(.seconds(2)),
    ]
    let methods: [FaultRule.Match] = [
      .init(), .init(method: .post), .init(method: .patch), .init(method: .delete), .init(method: .get),
    ]
    var match = methods.randomElement(using: &random) ?? .init()
    match.nth = .only([Int.random(in: 1...6, using: &random), Int.random(in: 1...6, using: &random)])
    return FaultRule(match, actions.randomElement(using: &random) ?? .endless, times: 3)
  }
}
