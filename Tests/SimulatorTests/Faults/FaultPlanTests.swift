import AppStoreConnect
import HTTPTransport
import Testing

@testable import Simulator

@Suite struct FaultPlanTests {
  /// Which of `count` equal requests the first rule acts on.
  private func hits(_ rule: FaultRule, seed: UInt64 = 0, of count: Int = 12) -> [Int] {
    let plan = FaultPlan(rules: [rule], seed: seed)
    return (1...count).filter { _ in plan.next(method: "GET", path: "/v1/apps") != nil }
  }

  @Test func countsTheRequestsThatMatch() {
    #expect(hits(.always(.endless)) == Array(1...12))
    #expect(hits(.at(request: 3, .endless)) == [3])
    #expect(hits(FaultRule(.init(nth: .only([1, 4, 99])), .endless)) == [1, 4])
    #expect(hits(FaultRule(.init(nth: .every(5)), .endless)) == [5, 10])
    #expect(hits(FaultRule(.init(nth: .every(0)), .endless)).isEmpty)
    #expect(hits(FaultRule(.init(nth: .every(5)), .endless, times: 1)) == [5])
    #expect(hits(.always(.endless, times: 2)) == [1, 2])
    #expect(hits(FaultRule(.init(probability: 0), .endless)).isEmpty)
  }

  @Test func drawsTheSameForTheSameSeed() {
    let rule = FaultRule(.init(probability: 0.25), .endless)
    let first = hits(rule, seed: 7, of: 4000)
    #expect(hits(rule, seed: 7, of: 4000) == first)
    #expect(hits(rule, seed: 8, of: 4000) != first)
    #expect((900...1100).contains(first.count))
    // Two rules of one plan draw independently of each other.
    let plan = FaultPlan(rules: [rule, rule], seed: 7)
    for _ in 0..<4000 { _ = plan.next(method: "GET", path: "/") }
    #expect(plan.counts[0] == first.count)
    #expect((650...850).contains(plan.counts[1]))
  }

  @Test func keepsTheSameDrawsWhateverElseIsAsked() {
    let rule = FaultRule(.init(method: .get, probability: 0.5), .endless)
    let (quiet, busy) = (FaultPlan(rules: [rule], seed: 3), FaultPlan(rules: [rule], seed: 3))
    for number in 0..<200 {
      for _ in 0..<(number % 3) { #expect(busy.next(method: "POST", path: "/") == nil) }
      #expect(quiet.next(method: "GET", path: "/") == busy.next(method: "GET", path: "/"))
    }
  }

  @Test func countsForEveryRuleWhicheverActs() {
    let plan = FaultPlan(rules: [
      FaultRule(.init(method: .post), .reset()), FaultRule(.init(nth: .every(2)), .hang()),
      .always(.endless, times: 1),
    ])
    let actions = ["POST", "POST", "GET", "GET", "GET"].map { plan.next(method: $0, path: "/") }
    #expect(actions == [.reset(), .reset(), .endless, .hang(), nil])
    #expect(plan.counts == [2, 1, 1])
    #expect(plan.requests == 5)
  }

  @Test(arguments: [
    ("/v1/apps", "/v1/apps", true), ("/v1/apps", "/v1/apps/1", false), ("/v1/apps/1", "/v1/apps", false),
    ("/v1/webhooks*", "/v1/webhooks", true), ("/v1/webhooks*", "/v1/webhooks/h/deliveries", true),
    ("/v1/apps/*/webhooks", "/v1/apps/1001/webhooks", true),
    ("/v1/apps/*/webhooks", "/v1/apps/1001/relationships/webhooks", true),
    ("/v1/apps/*/webhooks", "/v1/apps/1001", false), ("*", "", true), ("*", "/v1", true), ("**", "/v1", true),
    ("*hooks", "/hooks/hooks", true), ("*a*b", "/ab/ab/a", false), ("", "/", false), ("", "", true),
    ("/é*", "/é", true), ("/v1/Apps", "/v1/apps", false),
  ])
  func comparesPaths(pattern: String, path: String, matches: Bool) {
    let match = FaultRule.Match(path: pattern)
    #expect(match.covers(method: "GET", path: path) == matches)
    #expect(FaultRule.Match(method: .get, path: pattern).covers(method: "GET", path: path) == matches)
    #expect(!FaultRule.Match(method: .post, path: pattern).covers(method: "GET", path: path))
  }

  @Test func comparesLongPathsInTime() {
    let match = FaultRule.Match(path: String(repeating: "*a", count: 50) + "b")
    #expect(!match.covers(method: "GET", path: "/" + String(repeating: "a", count: 10_000)))
  }

  @Test func looksAtThePathWithoutItsQuery() async throws {
    let rule = FaultRule(.init(path: "/v1/apps"), .status(500))
    let bench = try FaultBench(.inProcess, rules: [rule])
    #expect(try await bench.get("/v1/apps?limit=1").status == 500)
  }

  @Test(arguments: [
    (FaultAction.Cut.bytes(3), 10, 3), (.bytes(30), 10, 10), (.bytes(-1), 10, 0), (.bytes(3), 0, 0),
    (.fraction(0.5), 11, 5), (.fraction(0), 10, 0), (.fraction(0.999_999), 3, 2), (.fraction(0.5), 0, 0),
    (.fraction(1), 10, 9), (.fraction(-1), 10, 0),
  ])
  func cuts(cut: FaultAction.Cut, count: Int, length: Int) {
    #expect(cut.length(of: count) == length)
  }

  @Test(arguments: Way.allCases) func countsFromManyThreads(way: Way) async throws {
    let bench = try FaultBench(
      way,
      rules: [
        FaultRule(.init(method: .get, nth: .every(4)), .status(503)),
        FaultRule(.init(method: .post), .status(500, .afterApplying), times: 3),
        .always(.edit(.create(app: "1003", name: "Theirs", url: "https://x.example", eventTypes: []))),
      ])
    let statuses = await withTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          let response = try? await number < 8 ? bench.create() : bench.get("/v1/apps/1002/webhooks")
          return response?.status ?? 0
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == [200: 144, 201: 5, 500: 3, 503: 48])
    #expect(bench.faults.counts == [48, 3, 149])
    #expect(bench.faults.requests == 200)
    #expect(bench.names.count { $0 == "New" } == 8)
    #expect(bench.simulator.fleet.apps[2].webhooks.count == APILimits.webhooksPerApp)
  }
}
