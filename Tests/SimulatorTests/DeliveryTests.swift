import AppStoreConnect
import Cryptography
import Simulator
import Synchronization
import Testing

@Suite struct DeliveryTests {
  private static let since = "filter[createdDateGreaterThanOrEqualTo]=2027-01-15T08:00:00Z"
  private static let type = EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")

  private func deliveries(_ bench: Bench, _ query: String = since, webhook: String = "hook-1") throws
    -> WebhookDeliveriesResponse
  {
    try bench.get("/v1/webhooks/\(webhook)/deliveries?\(query)").decode(WebhookDeliveriesResponse.self)
  }

  @Test(arguments: Way.allCases) func pings(way: Way) throws {
    let bench = try Bench(way)
    let reply = try bench.send("POST", "/v1/webhookPings", Body.ping("hook-1"))
    #expect(reply.status == 201)
    let ping = try reply.decode(WebhookPingResponse.self).data
    let list = try deliveries(bench, "\(Self.since)&include=event")
    let delivery = try #require(list.data.first)
    #expect(list.data.count == 1)
    #expect(delivery.attributes?.deliveryState == .succeeded)
    #expect(delivery.attributes?.redelivery == false)
    #expect(delivery.attributes?.request?.url == "https://hooks.example/release")
    #expect(delivery.attributes?.response?.httpStatusCode == 200)
    #expect(delivery.attributes?.createdDate?.date == bench.clock.now)
    let event = try #require(list.included?.first)
    #expect(delivery.relationships?.event?.data?.id == event.id)
    #expect(event.attributes?.ping == true)
    #expect(event.attributes?.eventType == nil)
    #expect(ping.id != event.id)
    #expect(
      event.attributes?.payload
        == #"{"data":{"attributes":{"timestamp":"2027-01-15T08:00:00.000000000Z"},"id":"\#(event.id)","#
        + #""type":"webhookPingCreated","version":1}}"#)
  }

  @Test func refusesPingsAndRedeliveriesOfWhatIsNotThere() throws {
    let bench = try Bench()
    #expect(
      try bench.send("POST", "/v1/webhookPings", Body.ping("none")).errors
        == ["ENTITY_ERROR.RELATIONSHIP.INVALID /data/relationships/webhook"])
    #expect(
      try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery("none")).errors
        == ["ENTITY_ERROR.RELATIONSHIP.INVALID /data/relationships/template"])
    #expect(
      try bench.send("POST", "/v1/webhookPings", #"{"data":{"type":"webhookPings","attributes":{}}}"#).errors
        == ["ENTITY_ERROR.RELATIONSHIP.REQUIRED /data/relationships/webhook"])
    #expect(
      try bench.send("POST", "/v1/webhookDeliveries", #"{"data":{"type":"x","relationships":[]}}"#).errors
        == ["ENTITY_ERROR.TYPE /data/type", "ENTITY_ERROR /data/relationships"])
    #expect(try bench.get("/v1/webhooks/none/deliveries?\(Self.since)").status == 404)
    #expect(try bench.get("/v1/webhooks/none/relationships/deliveries").status == 404)
  }

  @Test func deliversAnEventToThoseWhoListen() throws {
    var fleet = Fleet.example
    fleet.apps[0].webhooks[1].enabled = true
    let bench = try Bench(fleet: fleet)
    #expect(bench.simulator.recordEvent(appId: "1001", type: Self.type, payload: "{}")?.count == 2)
    let other = EventType(rawValue: "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED")
    #expect(bench.simulator.recordEvent(appId: "1001", type: other)?.count == 1)
    #expect(bench.simulator.recordEvent(appId: "1002", type: other) == [])
    #expect(bench.simulator.recordEvent(appId: "9", type: other) == nil)
    let list = try deliveries(bench, "\(Self.since)&include=event")
    #expect(list.included?.map { $0.attributes?.eventType } == [other, Self.type])
    #expect(list.included?.last?.attributes?.payload == "{}")
    #expect(
      list.included?.first?.attributes?.payload?.contains(#""type":"appStoreVersionAppVersionStateUpdated""#)
        == true)
    let second = try deliveries(bench, "\(Self.since)&include=event", webhook: "hook-2")
    #expect(second.included?.first?.id == list.included?.last?.id)
    #expect(second.included?.count == 1)
  }

  @Test func deliversNothingToADisabledWebhook() throws {
    let bench = try Bench()
    #expect(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.count == 1)
    #expect(try deliveries(bench, webhook: "hook-2").data.isEmpty)
  }

  @Test func sendsAgain() throws {
    let bench = try Bench()
    let first = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
    bench.clock.advance(by: 60)
    let reply = try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(first))
    #expect(reply.status == 201)
    let again = try reply.decode(WebhookDeliveryResponse.self).data
    #expect(again.attributes?.redelivery == true)
    #expect(again.attributes?.deliveryState == .pending)
    let list = try deliveries(bench, "\(Self.since)&include=event")
    #expect(list.data.map(\.id) == [again.id, first])
    #expect(list.data.map { $0.attributes?.deliveryState } == [.succeeded, .succeeded])
    #expect(Set(list.data.map { $0.relationships?.event?.data?.id }).count == 1)
    #expect(list.included?.count == 1)
  }

  @Test func leavesSendingToTheSender() throws {
    typealias Completion = @Sendable (DeliveryOutcome) -> Void
    let sent = Mutex<[(attempt: DeliveryAttempt, complete: Completion)]>([])
    let bench = try Bench {
      $0.sender = { attempt, complete in sent.withLock { $0.append((attempt, complete)) } }
    }
    for _ in 0..<3 { bench.simulator.recordEvent(appId: "1001", type: Self.type, payload: "body") }
    #expect(
      try deliveries(bench).data.map { $0.attributes?.deliveryState } == [.pending, .pending, .pending])
    let attempts = sent.withLock { $0 }
    #expect(attempts.map(\.attempt.payload) == ["body", "body", "body"])
    #expect(attempts[0].attempt.secret == Secret(canary))
    #expect(attempts[0].attempt.url == "https://hooks.example/release")
    bench.clock.advance(by: 2)
    attempts[0].complete(.answered(status: 202, body: "ok"))
    attempts[1].complete(.answered(status: 500, body: "oops"))
    attempts[2].complete(.failed("connection refused"))
    let list = try deliveries(bench).data.reversed().compactMap(\.attributes)
    #expect(list.map(\.deliveryState) == [.succeeded, .failed, .failed])
    #expect(list.map(\.response?.httpStatusCode) == [202, 500, nil])
    #expect(list[1].errorMessage?.contains("500") == true)
    #expect(list[2].errorMessage == "connection refused")
    #expect(list[0].sentDate?.date == bench.clock.now)
    // A delivery whose webhook is gone by the time that it ends is ignored.
    _ = try bench.send("DELETE", "/v1/webhooks/hook-1", "")
    attempts[0].complete(.failed("late"))
  }

  @Test func filtersByDateAsTheLiveServiceDoes() throws {
    let bench = try Bench()
    bench.simulator.recordEvent(appId: "1001", type: Self.type)
    bench.clock.advance(by: 3600)
    bench.simulator.recordEvent(appId: "1001", type: Self.type)
    func count(_ query: String) throws -> Int { try deliveries(bench, query).data.count }
    let from = "filter[createdDateGreaterThanOrEqualTo]"
    let until = "filter[createdDateLessThan]"
    #expect(try count("\(from)=2027-01-15T08:00:00Z") == 2)
    #expect(try count("\(from)=2027-01-15T08:00:00.001Z") == 1)
    #expect(try count("\(from)=2027-01-15T08:00:00Z&\(until)=2027-01-15T09:00:00Z") == 1)
    for date in ["10:00:00%2B02:00", "10:00:00%2B0200", "01:00:00-0700", "01:00:00.000000000-07:00"] {
      #expect(try count("\(from)=2027-01-15T\(date)") == 2)
    }
    #expect(try count("\(from)=2027-01-15T01:00:01-0700") == 1)
    // Several dates let through what fits any of them.
    #expect(try count("\(from)=2027-01-15T09:00:00Z,2027-01-15T08:00:00Z") == 2)
    #expect(try count("\(from)=2027-01-15T08:00:00Z&\(until)=2027-01-15T08:00:00Z,2027-01-15T09:00:00Z") == 1)
    let path = "/v1/webhooks/hook-1/deliveries"
    #expect(try bench.get(path).errors == ["PARAMETER_ERROR.REQUIRED \(from)"])
    #expect(
      try bench.get("\(path)?\(until)=2027-01-15T09:00:00Z").errors == ["PARAMETER_ERROR.REQUIRED \(from)"])
    #expect(
      try bench.get("\(path)?\(from)=2027-01-05T08:59:59Z").errors == ["PARAMETER_ERROR.INVALID \(from)"])
    #expect(try bench.get("\(path)?\(from)=2027-01-05T09:00:00Z").status == 200)
    for date in ["2027-01-15T08:00:00Z,", "2027-01-15T08:00:00Z,x", "2027-01-15", "2027-01-15T08:00:00-7"] {
      #expect(try bench.get("\(path)?\(from)=\(date)").errors == ["PARAMETER_ERROR.INVALID \(from)"])
    }
    #expect(
      try bench.get("\(path)?\(from)=2027-01-15T08:00:00Z&filter[deliveryState]=FAILED").errors
        == ["PARAMETER_ERROR.ILLEGAL filter[deliveryState]"])
  }

  @Test func findsADeliveryByTheDateThatItWasToldOf() throws {
    let bench = try Bench()
    for step in [0.0004, 0.0017, 0.123456, 0.9999] {
      bench.clock.advance(by: step)
      let id = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
      let date = try #require(try deliveries(bench).data.first?.attributes?.createdDate)
      let from = "filter[createdDateGreaterThanOrEqualTo]=\(date.rawValue)"
      #expect(try deliveries(bench, from).data.map(\.id) == [id])
    }
  }

  @Test func filtersAsTheDocumentHasItWhereToldSo() throws {
    let bench = try Bench {
      $0.liveDeliveryFilters = false
      $0.sender = { attempt, complete in
        complete(.answered(status: attempt.payload == "a" ? 200 : 500, body: ""))
      }
    }
    bench.simulator.recordEvent(appId: "1001", type: Self.type, payload: "a")
    bench.simulator.recordEvent(appId: "1001", type: Self.type, payload: "b")
    #expect(try deliveries(bench, "limit=5").data.count == 2)
    #expect(try deliveries(bench, "filter[deliveryState]=FAILED").data.count == 1)
    #expect(try deliveries(bench, "filter[deliveryState]=SUCCEEDED,FAILED").data.count == 2)
    #expect(try deliveries(bench, "filter[deliveryState]=PENDING").data.isEmpty)
  }

  @Test func forgetsWhatIsTooOldToBeListed() throws {
    let bench = try Bench()
    let old = try #require(bench.simulator.recordEvent(appId: "1001", type: Self.type)?.first)
    bench.clock.advance(by: 11 * 24 * 3600)
    bench.simulator.recordEvent(appId: "1001", type: Self.type)
    #expect(try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(old)).status == 409)
  }

  @Test func leavesOutFields() throws {
    let bench = try Bench()
    bench.simulator.recordEvent(appId: "1001", type: Self.type)
    let list = try deliveries(
      bench,
      "\(Self.since)&fields[webhookDeliveries]=deliveryState,event&fields[webhookEvents]=ping&include=event")
    #expect(list.data.first?.attributes == .init(deliveryState: .succeeded))
    #expect(list.data.first?.relationships?.event?.data != nil)
    #expect(list.included?.first?.attributes == .init(ping: false))
  }
}
