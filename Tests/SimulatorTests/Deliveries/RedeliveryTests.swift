import AppStoreConnect
import Testing

@testable import Simulator

@Suite struct RedeliveryTests {
  private static let type = EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")

  /// The statuses of `count` redeliveries of one event, and how many of them were made.
  private func redeliver(_ count: Int, seed: UInt64, rate: Double) throws -> (statuses: [Int], made: Int) {
    let bench = try Bench {
      $0.seed = seed
      $0.redeliveryFailureRate = rate
    }
    let id = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
    let statuses = try (0..<count).map { _ in
      try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id)).status
    }
    let list = try bench.get("/v1/webhooks/hook-1/relationships/deliveries?limit=200").decode(
      WebhookDeliveriesLinkagesResponse.self)
    return (statuses, list.data.count - 1)
  }

  @Test func failsNowAndThenAndSometimesAfterSending() throws {
    let (statuses, made) = try redeliver(199, seed: 7, rate: 0.5)
    let failures = statuses.count { $0 == 500 }
    #expect(Set(statuses) == [201, 500])
    #expect((70...130).contains(failures))
    // More were made than were answered with 201, because some of the failures were sent.
    #expect((25...75).contains(made - (statuses.count - failures)))
  }

  @Test func failsTheSameForTheSameSeed() throws {
    let first = try redeliver(40, seed: 1, rate: 0.5)
    #expect(try redeliver(40, seed: 1, rate: 0.5) == first)
    #expect(try redeliver(40, seed: 2, rate: 0.5) != first)
  }

  @Test func neverFailsUnlessToldTo() throws {
    #expect(try Set(redeliver(40, seed: 1, rate: 0).statuses) == [201])
    let (statuses, made) = try redeliver(40, seed: 1, rate: 1)
    #expect(Set(statuses) == [500])
    #expect((1..<40).contains(made))
  }

  @Test func sendsADeliveryAgainOnceAndItsRedeliveryOnceMore() throws {
    for once in [true, false] {
      let bench = try Bench { $0.redeliversOnce = once }
      var id = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
      for _ in 0..<3 {
        let made = try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id))
        #expect(made.status == 201)
        let refused = try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id))
        #expect(refused.status == (once ? 409 : 201))
        if once { #expect(try refused.errors == ["STATE_ERROR"]) }
        id = try made.decode(WebhookDeliveryResponse.self).data.id
      }
    }
  }

  /// A redelivery that failed unsent doesn't count.
  @Test func whatWasNotSentCanBeSentAgain() throws {
    for seed in 0..<20 as Range<UInt64> {
      let bench = try Bench {
        $0.seed = seed
        $0.redeliversOnce = true
        $0.redeliveryFailureRate = 0.5
      }
      let id = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
      func count() throws -> Int {
        try bench.get("/v1/webhooks/hook-1/relationships/deliveries").decode(
          WebhookDeliveriesLinkagesResponse.self
        ).data.count
      }
      var statuses: [Int] = []
      while try count() == 1 {
        statuses.append(try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id)).status)
      }
      #expect(Set(statuses.dropLast()).isSubset(of: [500]))
      #expect(try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id)).status == 409)
      #expect(try count() == 2)
    }
  }

  @Test func deliveriesAge() throws {
    let bench = try Bench { $0.liveDeliveryFilters = false }
    let id = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
    func count(_ path: String) throws -> Int {
      try bench.get("/v1/webhooks/hook-1/\(path)").decode(WebhookDeliveriesLinkagesResponse.self).data.count
    }
    bench.clock.advance(by: 10 * 24 * 3600)
    #expect(try count("deliveries") == 1)
    bench.clock.advance(by: 1)
    #expect(try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(id)).status == 409)
    #expect(try count("deliveries") == 0)
    #expect(try count("relationships/deliveries") == 0)
  }
}
