import AppStoreConnect
import PlanningSupport
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import Reconciler

@Suite struct PingerTests {
  private let hook = fleetWebhook("1", "One")

  @Test func followsTheDeliveryToItsEnd() async throws {
    let bench = DeliveryBench([hook])
    let results = await bench.ping()
    let delivery = try #require(results.first?.outcome.delivery)
    #expect(results.map(\.outcome.kind) == ["settled SUCCEEDED"])
    #expect(results.map(\.times) == [1])
    #expect(results[0].outcome.hasSucceeded && !results[0].outcome.isFailure)
    #expect(delivery.isPing && delivery.httpStatus == 200 && delivery.responseBody == "ok")
    #expect(delivery.duration != nil)
    #expect(bench.calls == ["GET deliveries", "POST webhookPings", "GET deliveries"])
    #expect(bench.requests.requests[0].url.contains("filter%5BcreatedDateGreaterThanOrEqualTo%5D="))
  }

  @Test func tellsWhatTheReceiverAnswered() async {
    let bench = DeliveryBench([hook], receiver: { _, _ in .answered(status: 401, body: "bad signature") })
    let results = await bench.ping()
    #expect(results.map(\.outcome.kind) == ["settled FAILED"])
    #expect(results[0].outcome.isFailure)
    #expect(results[0].outcome.delivery?.receiverFault == .refusedSignature)
    #expect(results[0].outcome.delivery?.responseBody == "bad signature")
  }

  @Test func looksLessAndLessOftenUntilTheTimeIsUp() async {
    let bench = DeliveryBench([hook], receiver: { _, _ in nil })
    let results = await bench.ping(wait: .seconds(60))
    #expect(results.map(\.outcome.kind) == ["pending PENDING"])
    #expect(results[0].outcome.isFailure)
    let looks = bench.calls.count { $0 == "GET deliveries" } - 1
    #expect((8...16).contains(looks), "\(looks) looks in a minute")
    #expect(bench.clock.now() == .seconds(60), "and not a moment longer")
  }

  @Test func withoutTimeItLooksOnce() async {
    let bench = DeliveryBench([hook], receiver: { _, _ in nil })
    #expect(await bench.ping(wait: .zero).map(\.outcome.kind) == ["pending PENDING"])
    #expect(bench.calls == ["GET deliveries", "POST webhookPings", "GET deliveries"])
  }

  @Test func aDeliveryMayNeverShowUp() async {
    let bench = DeliveryBench(
      [hook],
      through: { base in
        InterceptingTransport(base: base) { request in
          guard request.url.contains("/deliveries") else { return nil }
          let body = #"{"data":[],"links":{"self":"https://x.example.com/"},"meta":{"paging":{"limit":200}}}"#
          return .success(
            HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: Array(body.utf8)))
        }
      })
    #expect(await bench.ping(wait: .seconds(5)).map(\.outcome.kind) == ["missing"])
  }

  @Test func disabledWebhooksAreLeftAlone() async {
    let bench = DeliveryBench([fleetWebhook("1", "One", enabled: false), fleetWebhook("2", "Two")])
    let results = await bench.ping()
    #expect(results.map(\.outcome.kind) == ["disabled", "settled SUCCEEDED"])
    #expect(results.map(\.outcome.isFailure) == [false, false])
    #expect(bench.requests.requests.allSatisfy { !$0.url.contains("/webhooks/1/") })
  }

  /// Somebody else tests the same webhook right after, and fails while ours succeeds.
  @Test func itsOwnDeliveryIsToldApart() async {
    let bench = DeliveryBench(
      [hook], through: { CrowdingTransport(base: $0) },
      receiver: { _, number in
        number == 1 ? .answered(status: 200, body: "ours") : .answered(status: 500, body: "theirs")
      })
    #expect(await bench.ping().map(\.outcome.delivery?.responseBody) == ["ours"])
  }

  @Test func whatTellsThemApart() {
    func delivery(_ id: String, ping: Bool = true, again: Bool = false, payload: String?) -> DeliveryRecord {
      DeliveryRecord(
        WebhookDelivery(
          id: id,
          attributes: .init(createdDate: .init(rawValue: "2026-01-01T00:00:0\(id)Z"), redelivery: again)),
        event: WebhookEvent(id: "e\(id)", attributes: .init(payload: payload, ping: ping)))
    }
    func naming(_ id: String, _ type: String = "webhookPings") -> String {
      #"{"data":{"relationships":{"instance":{"data":{"type":"\#(type)","id":"\#(id)"}}}}}"#
    }
    let find = { Pinger.delivery(ofPing: "mine", among: $0, before: ["0"])?.id }
    #expect(find([]) == nil)
    #expect(find([delivery("1", payload: naming("other")), delivery("2", payload: naming("mine"))]) == "2")
    #expect(find([delivery("1", payload: naming("other"))]) == nil, "it names another ping")
    #expect(find([delivery("2", payload: nil), delivery("1", payload: "no JSON")]) == "1", "the first one")
    #expect(find([delivery("0", payload: nil), delivery("2", payload: nil)]) == "2", "it was there before")
    #expect(find([delivery("2", payload: naming("x", "apps")), delivery("3", payload: "{}")]) == "2")
    #expect(find([delivery("1", ping: false, payload: naming("mine"))]) == nil, "no test event")
    #expect(find([delivery("1", again: true, payload: naming("mine"))]) == nil, "an old one, sent again")
  }

  @Test(arguments: [(1, "preparing"), (2, "sending"), (3, "following")])
  func aFailedCallIsToldWithItsPurpose(request: Int, purpose: String) async throws {
    let bench = DeliveryBench([hook], faults: FaultPlan(rules: [.at(request: request, .status(503))]))
    let outcome = try #require(await bench.ping().first).outcome
    guard case .failed(.api(let error), let found) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(error.status == 503)
    #expect("\(found)" == purpose)
    #expect(outcome.isFailure)
  }

  @Test func aRepeatedPingIsCounted() async {
    let bench = DeliveryBench(
      [hook], retries: RetryPolicy(), faults: FaultPlan(rules: [.at(request: 2, .reset(.afterApplying))]))
    let results = await bench.ping()
    #expect(results.map(\.outcome.kind) == ["settled SUCCEEDED"])
    #expect(results.map(\.times) == [2])
  }

  @Test func aStoppedRunSendsNothingMoreAndWaitsNoLonger() async {
    let isStopped = LockedValue(false)
    let clock = WaitClock.instant { time in if time >= .seconds(2) { isStopped.withLock { $0 = true } } }
    let bench = DeliveryBench([hook], clock: clock, receiver: { _, _ in nil })
    let stopped = await bench.ping { isStopped.withLock { $0 } }
    #expect(stopped.map(\.outcome) == [.interrupted(wasSent: true)])
    #expect(bench.clock.now() < .seconds(3))
    let count = bench.calls.count
    #expect(await bench.ping { isStopped.withLock { $0 } }.map(\.outcome) == [.interrupted(wasSent: false)])
    #expect(bench.calls.count == count)
  }

  @Test func manyAreTestedInTheirOrder() async {
    let bench = DeliveryBench(
      (0..<10).map { fleetWebhook("h\($0)", "Hook \($0)") },
      receiver: { id, _ in .answered(status: id == "h3" ? 500 : 204, body: id) })
    let results = await bench.ping()
    #expect(results.map(\.outcome.delivery?.responseBody) == (0..<10).map { "h\($0)" })
    #expect(results.filter(\.outcome.isFailure).map(\.webhook.name) == ["Hook 3"])
  }
}

/// Sends every ping three times, as if others tested the webhook right before and after.
private struct CrowdingTransport: Transport {
  var base: any Transport

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard request.url.hasSuffix("/webhookPings") else { return try await base.send(request) }
    let answer = try await base.send(request)
    _ = try await base.send(request)
    return answer
  }
}
