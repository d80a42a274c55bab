import AppStoreConnect
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import Reconciler

/// Webhooks that were just created, and that App Store Connect doesn't find at first.
struct NewWebhookPingTests {
  private let hook = fleetWebhook("1", "One")

  private func bench(_ rules: FaultRule...) -> DeliveryBench {
    DeliveryBench([hook], faults: FaultPlan(rules: rules))
  }

  private static let pings = FaultRule.Match(method: .post, path: "/v1/webhookPings")
  private static let reads = FaultRule.Match(method: .get, path: "/v1/webhooks/*/deliveries")

  @Test func theyAreTriedAgainWithinTheWait() async {
    let bench = bench(
      FaultRule(Self.pings, .status(404), times: 3),
      FaultRule(.init(method: .get, path: Self.reads.path, nth: .only([1, 3])), .status(404)))
    let results = await bench.ping(new: ["1"])
    #expect(results.map(\.outcome.kind) == ["settled SUCCEEDED"])
    #expect(bench.calls.count { $0 == "POST webhookPings" } == 4)
    #expect(bench.clock.now() < .seconds(60))
  }

  @Test func theWaitIsNotExceeded() async {
    for rule in [FaultRule(Self.pings, .status(404)), FaultRule(Self.reads, .status(404))] {
      let bench = bench(rule)
      let results = await bench.ping(wait: .seconds(20), new: ["1"])
      #expect(results[0].outcome.isFailure)
      #expect(bench.clock.now() == .seconds(20))
      #expect(bench.calls.count < 12, "less and less often")
    }
    let late = DeliveryBench(
      [hook], faults: FaultPlan(rules: [FaultRule(Self.pings, .status(404), times: 6)]),
      receiver: { _, _ in nil })
    #expect(await late.ping(wait: .seconds(20), new: ["1"]).map(\.outcome.kind) == ["pending PENDING"])
    #expect(late.clock.now() == .seconds(20), "one wait for all")
  }

  @Test func othersAreGoneForGood() async {
    let bench = bench(FaultRule(Self.pings, .status(404)))
    #expect(await bench.ping().map(\.outcome.kind) == ["failed"])
    #expect(bench.calls == ["GET deliveries", "POST webhookPings"])
  }

  @Test func otherRefusalsAreFinal() async {
    let bench = bench(FaultRule(Self.pings, .status(403)))
    #expect(await bench.ping(new: ["1"]).map(\.outcome.kind) == ["failed"])
    #expect(bench.calls == ["GET deliveries", "POST webhookPings"])
  }

  @Test func aStopEndsIt() async {
    let bench = bench(FaultRule(Self.pings, .status(404)))
    let results = await bench.ping(new: ["1"], isStopped: { bench.clock.now() > .zero })
    #expect(results.map(\.outcome) == [.interrupted(wasSent: false)])
  }
}
