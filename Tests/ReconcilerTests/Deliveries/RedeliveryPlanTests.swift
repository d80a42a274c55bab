import AppStoreConnect
import TestSupport
import Testing

@testable import DesiredState
@testable import Reconciler

@Suite struct RedeliveryPlanTests {
  private let webhook = WebhookReference(
    app: AppFacts(id: "1"), id: "hook", name: "Hook", url: "", isEnabled: true)

  private func list(_ deliveries: [DeliveryRecord], of webhook: WebhookReference? = nil) -> WebhookDeliveries
  {
    WebhookDeliveries(webhook: webhook ?? self.webhook, deliveries: .success(deliveries))
  }

  private func plan(_ deliveries: [DeliveryRecord], until: Double? = nil) throws -> RedeliveryPlan {
    let window = try #require(
      DeliveryWindow(since: moment(-1_000), until: until.map { moment($0) }, now: moment(1_000)))
    return .failures(in: [list(deliveries)], window)
  }

  @Test func theOldestFailureComesFirstAndEveryEventOnce() throws {
    let plan = try plan([
      record("c", "FAILED", at: 30, event: "3"), record("a", "FAILED", at: 10, event: "1"),
      record("a2", "FAILED", at: 20, event: "1"), record("b", "FAILED", at: 15, event: "2"),
      record("ok", at: 5, event: "4"),
    ])
    #expect(plan.redeliveries.map(\.deliveryId) == ["b", "a2", "c"], "the latest failure of each event")
    #expect(plan.skipped.map(\.delivery.id) == ["a"])
    #expect(plan.skipped.map(\.reason) == [.sameEvent(as: "a2")])
  }

  @Test func whatWasDeliveredLaterIsLeftOut() throws {
    let plan = try plan([
      record("a", "FAILED", at: 10, event: "1"), record("a2", at: 20, event: "1"),
      record("b", at: 10, event: "2"), record("b2", "FAILED", at: 20, event: "2"),
      record("c", "FAILED", at: 10, event: "3"), record("c2", "PENDING", at: 20, event: "3"),
    ])
    #expect(plan.redeliveries.map(\.deliveryId) == ["b2"], "it failed when it was sent again")
    #expect(Set(plan.skipped.map(\.reason)) == [.deliveredLater(by: "a2"), .underWay(by: "c2")])
  }

  @Test func aSuccessAfterTheWindowCountsToo() throws {
    let deliveries = [record("a", "FAILED", at: 10, event: "1"), record("a2", at: 60, event: "1")]
    #expect(try plan(deliveries, until: 50).redeliveries.isEmpty)
    let failures = [record("a", "FAILED", at: 10, event: "1"), record("a2", "FAILED", at: 60, event: "1")]
    #expect(try plan(failures, until: 50).redeliveries.map(\.deliveryId) == ["a"])
  }

  @Test func testEventsAndDisabledWebhooksAreLeftOut() throws {
    let failed = record("a", "FAILED", at: 10, event: "1")
    let plan = try plan([failed, record("p", "FAILED", at: 5, event: "2", ping: true)])
    #expect(plan.redeliveries.map(\.deliveryId) == ["a"])
    #expect(plan.skipped.map(\.reason) == [.ping])
    var disabled = webhook
    disabled.isEnabled = false
    let window = DeliveryWindow.all(now: moment(100))
    let none = RedeliveryPlan.failures(in: [list([failed], of: disabled)], window)
    #expect(none.redeliveries.isEmpty && none.skipped.map(\.reason) == [.disabled])
  }

  @Test func deliveriesWithoutAnEventAreTheirOwn() throws {
    let plan = try plan([record("a", "FAILED", at: 1), record("b", "FAILED", at: 2), record("c", at: 3)])
    #expect(plan.redeliveries.map(\.deliveryId) == ["a", "b"])
  }

  @Test func webhooksDontShareEvents() {
    var other = webhook
    other.id = "other"
    let failed = record("a", "FAILED", at: 10, event: "1")
    let plan = RedeliveryPlan.failures(
      in: [list([failed]), list([record("b", at: 20, event: "1")], of: other)], .all(now: moment(100)))
    #expect(plan.redeliveries.map(\.webhook?.id) == ["hook"], "the other one's success is no help")
    let unread = WebhookDeliveries(
      webhook: other, deliveries: .failure(.token(.libraryMissing(detail: "gone"))))
    #expect(RedeliveryPlan.failures(in: [unread], .all(now: moment(100))).redeliveries.isEmpty)
  }

  @Test func byIDInTheOrderOfTheIDs() {
    let lists = [
      list([record("a", at: 1, event: "1"), record("b", "FAILED", at: 2, event: "1"), record("c")])
    ]
    let plan = RedeliveryPlan.deliveries(["c", "x", "b", "a", "c"], in: lists)
    #expect(plan.redeliveries.map(\.deliveryId) == ["c", "x", "b"])
    #expect(plan.redeliveries.map(\.webhook?.id) == ["hook", nil, "hook"])
    #expect(plan.skipped.map(\.reason) == [.sameEvent(as: "b")])
  }

  /// However deliveries went, each event that hasn't arrived since its last failure is sent again just once.
  @Test(arguments: 0..<50) func everyFailedEventOnce(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let states = ["SUCCEEDED", "FAILED", "PENDING", "EXPIRED"]
    let deliveries = (0..<Int.random(in: 0...30, using: &generator)).map { index in
      record(
        "d\(index)", states.randomElement(using: &generator), at: Double(index),
        event: "e\(Int.random(in: 0...8, using: &generator))")
    }
    let plan = try plan(deliveries.shuffled(using: &generator))
    let sent = plan.redeliveries.compactMap { $0.delivery?.eventId }
    #expect(Set(sent).count == sent.count, "seed \(seed)")
    let wanted = Dictionary(grouping: deliveries) { $0.eventId ?? "" }.filter { _, event in
      guard let failure = event.lastIndex(where: { $0.state == .failed }) else { return false }
      return event[(failure + 1)...].allSatisfy { $0.state?.rawValue == "EXPIRED" }
    }
    #expect(Set(sent) == Set(wanted.keys), "seed \(seed)")
    let failures = deliveries.count { $0.state == .failed }
    #expect(
      plan.redeliveries.count + plan.skipped.count == failures, "each failure is accounted for, seed \(seed)")
  }
}
