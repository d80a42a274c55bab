import AppStoreConnect
import PlanningSupport
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import Reconciler

@Suite struct RedelivererTests {
  private let hook = fleetWebhook("1", "One")

  /// Lets so many events happen, and returns what to send again.
  private func redeliveries(_ bench: DeliveryBench, events: Int) async -> [Redelivery] {
    for _ in 0..<events { bench.simulator.recordEvent(appId: "1000000000", type: Event.build) }
    let lists = await DeliveryReader(client: bench.client).read(bench.webhooks, .all(now: moment(0)))
    return RedeliveryPlan.failures(in: lists, .all(now: moment(0))).redeliveries
  }

  private func redeliver(
    _ bench: DeliveryBench, _ redeliveries: [Redelivery], wait: Duration = .seconds(60),
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async -> [RedeliveryResult] {
    let outcome = await Redeliverer(
      client: bench.client, follower: bench.follower(wait: wait, isStopped: isStopped)
    ).redeliver(redeliveries)
    return (try? outcome.get()) ?? []
  }

  @Test func oneAtATimePerWebhook() async {
    let bench = DeliveryBench(
      [hook, fleetWebhook("2", "Two")],
      receiver: { _, number in number <= 3 ? .failed("down") : .answered(status: 200, body: "\(number)") })
    let redeliveries = await redeliveries(bench, events: 3)
    #expect(redeliveries.map(\.webhook?.id) == ["1", "1", "1", "2", "2", "2"])
    let before = bench.calls.count
    let results = await redeliver(bench, redeliveries)
    #expect(results.map(\.redelivery) == redeliveries)
    #expect(results.map(\.outcome.kind) == Array(repeating: "settled SUCCEEDED", count: 6))
    #expect(results.map(\.outcome.delivery?.responseBody) == ["4", "5", "6", "4", "5", "6"], "in order")
    #expect(results.map(\.outcome.delivery?.isRedelivery) == Array(repeating: true, count: 6))
    #expect(results.map(\.outcome.delivery?.eventId) == redeliveries.map(\.delivery?.eventId))
    #expect(bench.calls.count - before == 12)
    let sent = bench.requests.requests.dropFirst(before)
    for id in ["1", "2"] {
      let ids = Set(redeliveries.filter { $0.webhook?.id == id }.map(\.deliveryId))
      var underWay = 0
      for request in sent {
        let body = String(decoding: request.body, as: UTF8.self)
        if ids.contains(where: body.contains) { underWay += 1 }
        if request.url.contains("/webhooks/\(id)/") { underWay -= 1 }
        #expect((0...1).contains(underWay))
      }
    }
  }

  @Test func withoutAWebhookOrTimeItIsNotFollowed() async throws {
    let bench = DeliveryBench([hook], receiver: { _, _ in .failed("down") })
    let redelivery = try #require(await redeliveries(bench, events: 1).first)
    let unknown = Redelivery(webhook: nil, deliveryId: redelivery.deliveryId, delivery: nil)
    for (work, wait) in [(unknown, Duration.seconds(60)), (redelivery, .zero)] {
      let before = bench.calls.count
      let result = try #require(await redeliver(bench, [work], wait: wait).first)
      #expect(
        result.outcome.kind == "notFollowed" && !result.outcome.isFailure && !result.outcome.hasSucceeded)
      #expect(bench.calls.dropFirst(before) == ["POST webhookDeliveries"])
    }
  }

  @Test func failuresDontStopTheOthers() async {
    let bench = DeliveryBench(
      [hook], faults: FaultPlan(rules: [.init(.init(method: .post, nth: .only([2])), .status(500))]),
      receiver: { _, number in number == 4 ? .answered(status: 503, body: "") : .failed("down") })
    let redeliveries = await redeliveries(bench, events: 3)
    let results = await redeliver(bench, redeliveries)
    #expect(results.map(\.outcome.kind) == ["settled FAILED", "failed", "settled FAILED"])
    #expect(results.map(\.outcome.delivery?.receiverFault) == [.serverError, nil, nil])
    #expect(results.map(\.outcome.isFailure) == [true, true, true])
  }

  @Test func anAnswer500IsTriedAgainAndSaid() async {
    let bench = DeliveryBench(
      [hook], retries: RetryPolicy(),
      faults: FaultPlan(rules: [.init(.init(method: .post, nth: .only([1, 2])), .status(500))]),
      receiver: { _, number in number == 1 ? .failed("down") : .answered(status: 200, body: "") })
    let results = await redeliver(bench, await redeliveries(bench, events: 1))
    #expect(results.map(\.outcome.kind) == ["settled SUCCEEDED"])
    #expect(results.map(\.times) == [3])
  }

  /// A delivery can be sent again only once, so a repetition is refused if the first request has done it.
  @Test func aRefusedRepetitionWasMadeBefore() async throws {
    let bench = DeliveryBench(
      [hook], retries: RetryPolicy(),
      faults: FaultPlan(rules: [
        .init(.init(method: .post, nth: .only([1, 3])), .status(500, .afterApplying)),
        .init(.init(method: .post, nth: .only([2, 4, 5])), .status(409)),
      ]),
      receiver: { _, number in number == 1 ? .failed("down") : .answered(status: 200, body: "") })
    let redelivery = try #require(await redeliveries(bench, events: 1).first)
    let made = try #require(await redeliver(bench, [redelivery]).first)
    #expect(made.outcome.kind == "settled SUCCEEDED" && made.times == 1)
    #expect(made.outcome.delivery?.isRedelivery == true && made.outcome.delivery?.id != redelivery.deliveryId)
    let unfollowed = try #require(await redeliver(bench, [redelivery], wait: .zero).first)
    #expect(unfollowed.outcome == .notFollowed(deliveryId: nil))
    // Somebody else did it.
    let refused = try #require(await redeliver(bench, [redelivery]).first).outcome
    guard case .failed(let error, .sending) = refused else {
      Issue.record("\(refused)")
      return
    }
    #expect(error.description.contains("; a delivery can be sent again only once: send its last redelivery"))
    let unknown = try #require(
      await redeliver(bench, [Redelivery(webhook: nil, deliveryId: "none", delivery: nil)]).first
    )
    .outcome
    #expect("\(unknown)".contains("check the ID: 'storehooks deliveries' lists them"))
  }

  @Test func aStoppedRunSendsNothingMore() async {
    let isStopped = LockedValue(false)
    let bench = DeliveryBench(
      [hook],
      receiver: { _, number in
        if number == 4 { isStopped.withLock { $0 = true } }
        return .failed("down")
      })
    let results = await redeliver(bench, await redeliveries(bench, events: 3)) { isStopped.withLock { $0 } }
    #expect(
      results.map(\.outcome) == [
        .interrupted(wasSent: true), .interrupted(wasSent: false), .interrupted(wasSent: false),
      ])
    #expect(bench.calls.count { $0 == "POST webhookDeliveries" } == 1)
  }
}
