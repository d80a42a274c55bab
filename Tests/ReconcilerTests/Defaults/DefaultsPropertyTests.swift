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

/// True for any files with `defaults` rules, and for any account.
@Suite struct DefaultsPropertyTests {
  private func with(
    seed: UInt64, _ body: (inout RandomDefaults, inout FolderPipeline) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { folder in
      var example = RandomDefaults(seed: seed)
      var bench = try FolderPipeline(folder, example.apps)
      try example.write(to: folder)
      try await body(&example, &bench)
    }
  }

  /// What is planned, regardless of order: the calls, and their apps.
  private func essence(_ plan: Plan) -> Set<String> {
    Set(
      plan.apps.map { app in
        let calls = app.steps.map {
          "\($0.action) \($0.webhook) \($0.webhookId ?? "-") \(String(describing: $0.sent))"
        }
        return "\(app.title) \(app.failure?.kind ?? "") \(calls)"
      })
  }

  /// Every app has what its files and rules say, if there is room.
  private func check(_ bench: FolderPipeline, _ seed: Comment) async throws {
    let reading = try #require(try await bench.read(["conf"]))
    let plan = Planner().plan(reading.apps)
    #expect(plan.calls.isEmpty, seed)
    for (app, planned) in zip(reading.apps, plan.apps) where planned.failure == nil {
      let names = try app.webhooks.get().map(\.name)
      for target in app.desired.targets(for: app.facts).webhooks {
        #expect(names.contains(target.name), seed)
      }
    }
  }

  @Test func theSecondPlanIsEmpty() async throws {
    var byDefaults = 0
    var deletes = 0
    for seed in RandomCases.seeds(20) {
      try await with(seed: seed) { example, bench in
        let place: Comment = "seed \(seed)"
        let plan = try #require(try await bench.plan(["conf"]))
        byDefaults += plan.apps.count { !$0.isListed && !$0.steps.isEmpty }
        deletes += plan.deletes.count
        #expect(try await bench.apply().isComplete, place)
        try await check(bench, place)
        // The next apply covers a new app, and deletes nothing that somebody else made there.
        example.addApp()
        bench.hold(bench.apps + [example.apps[example.apps.count - 1]])
        _ = try await bench.apply()
        try await check(bench, place)
        example.change()
        try example.write(to: bench.folder)
        _ = try await bench.apply()
        try await check(bench, place)
      }
    }
    #expect(byDefaults > 16 && deletes > 6, "\(byDefaults), \(deletes)")
  }

  @Test func theOrderIsNoMatter() async throws {
    for seed in RandomCases.seeds(27) {
      try await with(seed: seed) { example, bench in
        let plan = try #require(try await bench.plan(["conf"]))
        let other = example.shuffled(seed: seed ^ 0x5EED)
        try other.write(to: bench.folder)
        bench.hold(other.apps)
        let again = try #require(try await bench.plan(["conf"]))
        #expect(essence(plan) == essence(again), "seed \(seed)")
      }
    }
  }

  @Test func aRunThatIsKilledAtAnyCallIsFinishedByTheNext() async throws {
    var kills = 0
    for seed in RandomCases.seeds(4) {
      try await with(seed: seed) { _, bench in
        let start = bench
        let steps = try #require(try await bench.plan(["conf"])).steps.count
        for kill in 0..<min(steps, 12) {
          for isCarriedOut in [false, true] {
            bench = start
            bench.hold(start.apps)
            let left = Mutex(kill)
            let simulator = bench.pipeline.simulator
            let transport = InterceptingTransport(base: SimulatorTransport(simulator)) { request in
              guard request.method != .get else { return nil }
              let number = left.withLock { left in
                left -= 1
                return left
              }
              if number >= 0 { return nil }
              if number == -1, isCarriedOut { _ = simulator.respond(to: request) }
              return .failure(InterceptingTransport.lost)
            }
            let failed = try await bench.apply(through: transport).tally.failed
            // The last call counts as made if a read shows that it was.
            #expect(failed > 0 || isCarriedOut && kill == steps - 1, "seed \(seed)")
            kills += 1
            #expect(try await bench.apply().isComplete, "seed \(seed), killed at call \(kill)")
            try await check(bench, "seed \(seed), killed at call \(kill), carried out: \(isCarriedOut)")
          }
        }
      }
    }
    #expect(kills > 20)
  }

  @Test func aSubsetOfTheFilesOrOfTheAccountDeletesNothingMore() async throws {
    var runs = (refused: 0, deleting: 0, fewer: 0)
    for seed in RandomCases.seeds(27) {
      try await with(seed: seed) { example, bench in
        var random = SeededGenerator(seed: seed)
        #expect(try await bench.apply().isComplete)
        let files = example.texts.map(\.name)
        for isChanged in [false, true] {
          if isChanged {
            example.change()
            try example.write(to: bench.folder)
            example.addApp()
            bench.hold(bench.apps + [example.apps[example.apps.count - 1]])
          }
          guard let whole = try await bench.plan(["conf"]) else { continue }
          let expected = whole.deletes
          if !expected.isEmpty { runs.deleting += 1 }
          let all = bench.apps
          for subset in 1..<(1 << files.count) {
            let given = files.indices.filter { subset & (1 << $0) != 0 }.map { "conf/" + files[$0] }
            let seen = Bool.random(using: &random) ? all : all.filter { _ in Bool.random(using: &random) }
            bench.hold(seen)
            guard let plan = try await bench.plan(given) else {
              runs.refused += 1
              continue
            }
            #expect(
              plan.deletes.isSubset(of: expected),
              "seed \(seed), \(given), \(seen.map(\.bundleId)), changed: \(isChanged)")
            if plan.deletes.count < expected.count { runs.fewer += 1 }
          }
          bench.hold(all)
        }
      }
    }
    #expect(runs.refused > 6 && runs.deleting > 3 && runs.fewer > 3, "\(runs)")
  }
}
