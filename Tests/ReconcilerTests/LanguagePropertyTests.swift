import AppStoreConnect
import Cryptography
import HTTPTransport
import PlanningSupport
import Simulator
import Synchronization
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Random files with every feature of the language, against random accounts.
@Suite struct LanguagePropertyTests {
  /// One account, its state file, and a file.
  private struct Bench {
    let fleet: LanguageFleet
    let pipeline: Pipeline
    let file: StateFile

    init(_ fleet: LanguageFleet, _ folder: TemporaryDirectory, _ name: String) throws {
      self.fleet = fleet
      pipeline = Pipeline(fleet.apps)
      file = StateFile(path: folder.file(name + ".json"))
      let parameters = try #require(
        FingerprintParameters(iterations: 1000, salt: Array(repeating: 7, count: 16)))
      let apps = fleet.apps.map { app in
        RecordedApp(
          appId: app.id, bundleId: app.bundleId, files: AppFiles(listed: "webhooks.yaml"),
          webhooks: (fleet.recorded[app.id] ?? [:]).map { id, name in
            RecordedState.RecordedWebhook(
              appId: app.id, bundleId: app.bundleId, webhookId: id, name: name)
          })
      }
      try file.save(RecordedState(api: "simulator", issuer: nil, parameters: parameters, apps: apps))
    }

    func plan(_ yaml: String? = nil, without unset: String? = nil) async throws -> Plan {
      let state = try desiredState(yaml ?? fleet.yaml(), values: fleet.values(without: unset))
      let record = try #require(try file.load())
      let ownership = Ownership(of: record, state, paths: .fromWorkingDirectory, isNewSet: true)
      let readings = await LiveStateReader(client: pipeline.client, mask: state.mask).read(
        state, recorded: record, ownership: ownership)
      var plan = Planner().plan(readings.apps)
      plan.forgotten = ownership.forgotten
      return plan
    }

    /// Applies a plan. After so many writes the run is killed, if a limit is given.
    func apply(_ plan: Plan, killedAfter limit: Int? = nil) async throws {
      let record = try #require(try file.load())
      let recorder = StateRecorder(
        file: file, state: record, deriver: FingerprintDeriver(parameters: record.parameters))
      let secrets = try SecretStore(for: plan, reader: SecretReader(environment: pipeline.environment))
      guard let limit else {
        let outcome = await Applier(client: pipeline.client, secrets: secrets, recorder: recorder).apply(plan)
        #expect(outcome.tally.applied == plan.steps.count)
        return
      }
      let left = Mutex(limit)
      let onDisk = Mutex<RecordedState?>(nil)
      let transport = InterceptingTransport(base: SimulatorTransport(pipeline.simulator)) { _ in
        let isDead = left.withLock { left in
          left -= 1
          return left < 0
        }
        guard isDead else { return nil }
        onDisk.withLock { state in if state == nil { state = try? file.load() } }
        return .failure(InterceptingTransport.lost)
      }
      _ = await Applier(
        client: Client(transport: transport, tokens: nil, retries: .none, clock: .instant()),
        secrets: secrets,
        recorder: recorder,
        concurrency: 1
      ).apply(plan)
      // Nothing after the kill has happened.
      if let state = onDisk.withLock({ $0 }) { try file.save(state) }
    }
  }

  private static func deletes(_ plan: Plan) -> Set<String> {
    Set(plan.steps.filter { $0.action == .delete }.compactMap(\.webhookId))
  }

  private static func shape(_ plan: Plan) -> [String: [String]] {
    Dictionary(
      plan.apps.map { app in
        (app.title, app.steps.map { "\($0.action) \($0.webhook) \($0.webhookId ?? "") \($0.sent as Any)" })
      }, uniquingKeysWith: +)
  }

  @Test func theSecondPlanIsEmptyAndNobodyElsesWebhookIsTouched() async throws {
    var seen: [String: Int] = [:]
    try await TemporaryDirectory.with { folder in
      for seed in RandomCases.seeds(40) {
        let bench = try Bench(LanguageFleet(seed: seed), folder, "s\(seed)")
        let plan = try await bench.plan()
        let before = bench.pipeline.simulator.fleet
        let staying = Set(
          plan.apps.flatMap { $0.webhooks.filter { $0.action == .unmanaged }.compactMap(\.webhookId) })
        for app in plan.apps {
          if let failure = app.failure {
            #expect(failure.kind == "noRoom", "\(failure), seed \(seed)")
          }
          for reason in app.webhooks.compactMap(\.reason) {
            if reason.contains("(formerly)") { seen["formerly", default: 0] += 1 }
            if reason.contains("protected") { seen["protected", default: 0] += 1 }
            if reason.contains("managed") { seen["managed", default: 0] += 1 }
          }
        }
        if !plan.forgotten.isEmpty { seen["forgotten", default: 0] += 1 }
        try await bench.apply(plan)
        let again = try await bench.plan()
        #expect(again.steps.isEmpty && again.forgotten.isEmpty && !again.hasChanges, "seed \(seed)")
        let after = bench.pipeline.simulator.fleet.apps.flatMap(\.webhooks)
        for webhook in before.apps.flatMap(\.webhooks) where staying.contains(webhook.id) {
          #expect(after.contains(webhook), "\(webhook.id), seed \(seed)")
        }
        for app in plan.forgotten {
          #expect(
            bench.pipeline.simulator.fleet.apps.first { $0.id == app.appId }
              == before.apps.first { $0.id == app.appId }, "seed \(seed)")
          #expect(try #require(try bench.file.load())[appId: app.appId] == nil)
        }
      }
    }
    for what in ["formerly", "protected", "managed", "forgotten"] {
      #expect(seen[what, default: 0] > 1, "\(what): \(seen)")
    }
  }

  @Test func theOrderOfTheFileDoesNotMatter() async throws {
    try await TemporaryDirectory.with { folder in
      for seed in RandomCases.seeds(20) {
        let bench = try Bench(LanguageFleet(seed: seed), folder, "s\(seed)")
        let one = Self.shape(try await bench.plan())
        let other = Self.shape(try await bench.plan(bench.fleet.yaml(shuffledBy: seed + 1)))
        #expect(one == other, "seed \(seed)")
      }
    }
  }

  @Test func aRunThatIsKilledAtAnyCallIsFinishedByTheNext() async throws {
    var kills = 0
    try await TemporaryDirectory.with { folder in
      for seed in RandomCases.seeds(7) {
        let fleet = LanguageFleet(seed: seed)
        let whole = try Bench(fleet, folder, "whole\(seed)")
        let plan = try await whole.plan()
        try await whole.apply(plan)
        let expected = whole.pipeline.simulator.fleet.apps.map { Set($0.webhooks.map(\.name)) }
        for calls in 0..<plan.steps.count {
          let bench = try Bench(fleet, folder, "k\(seed)-\(calls)")
          try await bench.apply(try await bench.plan(), killedAfter: calls)
          try await bench.apply(try await bench.plan())
          let rest = try await bench.plan()
          #expect(rest.steps.isEmpty && rest.forgotten.isEmpty, "seed \(seed), killed after \(calls)")
          let end = bench.pipeline.simulator.fleet.apps.map { Set($0.webhooks.map(\.name)) }
          #expect(end == expected, "seed \(seed), killed after \(calls)")
          kills += 1
        }
      }
    }
    #expect(kills > 20)
  }

  @Test func withAnyVariableUnsetNothingMoreIsDeleted() async throws {
    var unset = 0
    try await TemporaryDirectory.with { folder in
      for seed in RandomCases.seeds(20) {
        let bench = try Bench(LanguageFleet(seed: seed), folder, "s\(seed)")
        let expected = Self.deletes(try await bench.plan())
        for variable in LanguageFleet.variables {
          let plan = try await bench.plan(without: variable)
          unset += plan.apps.count { $0.failure?.kind == "unset" }
          if variable != "team" {
            #expect(Self.deletes(plan).isSubset(of: expected), "seed \(seed), \(variable)")
          }
          // Without the variable, nobody can tell whose URL it is in an app that doesn't use it.
          let isSeen = variable != "zap" && "\(Self.described(plan))".contains(LanguageFleet.canary)
          #expect(!isSeen, "seed \(seed), \(variable)")
        }
        let isSeen = "\(Self.described(try await bench.plan()))".contains(LanguageFleet.canary)
        #expect(!isSeen, "seed \(seed)")
      }
    }
    #expect(unset > 10)
  }

  @Test func whatABaseLeavesOutHasTheSamePlanUnderBoth() async throws {
    let edits = [
      ("BUILD_UPLOAD_STATE_UPDATED", "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED"),
      ("enabled: false", ""),
      ("prune: managed", "prune: true"), ("prune: false", "prune: managed"), ("use: [T0]", "use: [T1]"),
      ("formerly: [O2]", "formerly: [O4]"), ("env: S", "env: T"),
      ("https://a.example.com/\"", "https://d.example.com/\""),
      ("name: \"P*\"", "name: \"Q*\""),
    ]
    var (skipped, looked, whole) = (0, 0, 0)
    try await TemporaryDirectory.with { folder in
      for seed in RandomCases.seeds(70) {
        let bench = try Bench(LanguageFleet(seed: seed), folder, "s\(seed)")
        let yaml = bench.fleet.yaml()
        let (old, new) = edits[Int(seed % UInt64(edits.count))]
        // The last one: that of a single webhook rather than a template.
        guard let place = yaml.ranges(of: old).last else { continue }
        var other = yaml
        other.replaceSubrange(place, with: new)
        let state = try desiredState(yaml, values: bench.fleet.values())
        guard let base = try? desiredState(other, values: bench.fleet.values()) else { continue }
        #expect(state.compared(withBase: state)?.state.apps.isEmpty == true)
        guard let comparison = state.compared(withBase: base) else {
          whole += 1
          continue
        }
        let differing = Set(comparison.state.apps.map(\.key))
        #expect(comparison.skipped == state.apps.count - differing.count)
        var (ours, theirs) = (try await bench.plan(yaml), try await bench.plan(other))
        let left = Set(state.apps.map(\.key)).subtracting(differing)
        ours.apps.removeAll { !left.contains($0.key) }
        theirs.apps.removeAll { !left.contains($0.key) }
        #expect(Self.shape(ours) == Self.shape(theirs), "seed \(seed): \(old)")
        skipped += left.count
        looked += differing.count
      }
    }
    #expect(skipped > 16 && looked > 16 && whole > 1, "\(skipped), \(looked), \(whole)")
  }

  /// What reports are made from.
  private static func described(_ plan: Plan) -> String {
    "\(plan.apps.map(\.webhooks)) \(plan.apps.map(\.gaps)) \(plan.apps.map(\.failure)) \(plan.warnings)"
  }
}
