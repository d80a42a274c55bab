import AppStoreConnect
import PlanningSupport
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A moment, in seconds after a fixed one.
func moment(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_800_000_000 + seconds) }

/// A delivery with the fields that lists depend on.
func record(
  _ id: String, _ state: String? = "SUCCEEDED", at seconds: Double? = 0, event: String? = nil,
  ping: Bool = false
) -> DeliveryRecord {
  DeliveryRecord(
    WebhookDelivery(
      id: id,
      attributes: .init(
        createdDate: seconds.map { Timestamp(moment($0)) },
        deliveryState: state.map(DeliveryState.init(rawValue:)))),
    event: event.map { WebhookEvent(id: $0, attributes: .init(ping: ping)) })
}

@Suite struct DeliveryListTests {
  private let now = moment(0)
  private let day = 24 * 3600.0

  @Test func aWindowGoesBackTenDays() throws {
    let margin = DeliveryWindow.margin
    let ten = try #require(DeliveryWindow(since: moment(-10 * day), now: now))
    #expect(ten.since == moment(-10 * day + margin), "just ten days are cut a little")
    #expect(DeliveryWindow(since: moment(-10 * day - 30), now: now)?.since == ten.since, "a slower clock")
    #expect(DeliveryWindow(since: moment(-10 * day - 120), now: now) == nil)
    #expect(DeliveryWindow(since: moment(-day), now: now)?.since == moment(-day))
    #expect(DeliveryWindow(since: moment(-day), until: moment(-day), now: now) == nil)
    #expect(DeliveryWindow(since: moment(-day), until: moment(-2 * day), now: now) == nil)
    #expect(DeliveryWindow(since: now, now: now) == nil)
    #expect(DeliveryWindow.all(now: now) == ten)
  }

  @Test func theEndIsExcluded() throws {
    let window = try #require(DeliveryWindow(since: moment(-100), until: moment(-50), now: now))
    #expect(
      [-101, -100, -51, -50, 0].map { window.includes(record("d", at: $0)) } == [
        false, true, true, false, false,
      ])
    #expect(window.includes(record("d", at: nil)), "the service has listed it")
  }

  @Test func listsAreReadToTheirEndAndSorted() async throws {
    let hook = fleetWebhook("1", "One")
    let simulator = AppStoreConnectSimulator(
      fleet: Fleet(apps: [fleetApp(0, nil, [hook, fleetWebhook("2", "Two", enabled: false)])]),
      configuration: .init(maxPageSize: 2, now: { moment(0) }))
    for _ in 0..<5 { simulator.recordEvent(appId: "1000000000", type: Event.build) }
    let transport = RecordingTransport(SimulatorTransport(simulator))
    let client = Client(transport: transport, tokens: nil, retries: .none)
    let webhooks = ["1", "2", "3"].map { id in
      WebhookReference(app: AppFacts(), id: id, name: id, url: "", isEnabled: true)
    }
    let window = try #require(DeliveryWindow(since: moment(-60), now: moment(0)))
    let lists = await DeliveryReader(client: client).read(webhooks, window)
    #expect(lists.map(\.read.count) == [5, 0, 0])
    #expect(lists[0].read.map(\.eventType) == Array(repeating: Event.build, count: 5))
    #expect(lists[0].read == lists[0].read.newestFirst())
    #expect(Set(lists[0].read.map(\.eventId)).count == 5)
    guard case .failure(.api(let error)) = lists[2].deliveries else {
      Issue.record("a list that can't be read is no empty one")
      return
    }
    #expect(error.status == 404)
    #expect(transport.requests.allSatisfy { !$0.url.contains("deliveryState") })
  }

  @Test func deliveriesOfOneMomentKeepTheirOrder() {
    let deliveries =
      ["c", "a", "b"].map { record($0, at: 5) } + [record("old", at: 1), record("new", at: 9)]
    #expect(deliveries.newestFirst().map(\.id) == ["new", "c", "a", "b", "old"])
    #expect([record("none", at: nil), record("old", at: 1)].newestFirst().map(\.id) == ["old", "none"])
  }

  @Test func aSummaryCountsAndFindsTheLongestOutage() {
    var random = SeededGenerator(seed: RandomCases.seed())
    let summary = DeliverySummary(
      [
        record("1", at: 0), record("2", "FAILED", at: 10), record("3", "FAILED", at: 20),
        record("4", at: 40), record("5", "FAILED", at: 50), record("6", at: 60),
        record("7", "PENDING", at: 70),
        record("8", "EXPIRED", at: 80), record("9", nil, at: 90),
      ].shuffled(using: &random), now: moment(100))
    #expect(summary.succeeded == 3 && summary.failed == 3 && summary.other == 3)
    #expect(summary.successRate == 0.5)
    #expect(summary.lastSuccess == moment(60))
    #expect(summary.longestOutage == .init(start: moment(10), end: moment(40), failures: 2))
  }

  @Test func anOutageMayLast() {
    let lasting = DeliverySummary(
      [record("1", "FAILED", at: 0), record("2", at: 10), record("3", "FAILED", at: 20)], now: moment(100))
    #expect(lasting.longestOutage == .init(start: moment(20), end: nil, failures: 1))
    let over = DeliverySummary(
      [record("1", "FAILED", at: 0), record("2", at: 50), record("3", "FAILED", at: 90)], now: moment(100))
    #expect(over.longestOutage == .init(start: moment(0), end: moment(50), failures: 1))
    let none = DeliverySummary([], now: moment(0))
    #expect(none.successRate == nil && none.longestOutage == nil && none.lastSuccess == nil)
    #expect(DeliverySummary([record("1")], now: moment(0)).longestOutage == nil)
  }

  @Test func aTimelineHasEveryDeliveryOnce() {
    let deliveries = [
      record("1", at: 0), record("2", "FAILED", at: 24.9), record("3", at: 25), record("4", at: 100),
      record("5", "PENDING", at: 30), record("6", at: -1), record("7", at: 101), record("8", at: nil),
    ]
    let timeline = DeliverySummary.timeline(deliveries, from: moment(0), to: moment(100), parts: 4)
    #expect(timeline.map(\.succeeded) == [1, 1, 0, 1])
    #expect(timeline.map(\.failed) == [1, 0, 0, 0])
    let empty = DeliverySummary.timeline(deliveries, from: moment(0), to: moment(0), parts: 3)
    #expect(empty.map(\.succeeded) == [0, 0, 0])
  }
}
