import AppStoreConnect
import Testing

@testable import Simulator

/// `POST /simulator/events`.
@Suite struct EventControlTests {
  private struct Report: Decodable {
    var eventId: String
    var deliveryIds: [String]
  }

  private func send(_ bench: Bench, _ body: String) throws -> Reply {
    try bench.send("POST", EventControl.path, body)
  }

  @Test(arguments: ["com.example.notes", "1001"]) func letsAnEventHappen(app: String) throws {
    let bench = try Bench(.overHTTP)
    let reply = try send(
      bench,
      """
      {"app":"\(app)","eventType":"BUILD_UPLOAD_STATE_UPDATED",
       "attributes":{"oldState":"PROCESSING","newState":"COMPLETE","count":2,"share":0.5,"list":[null,true]}}
      """)
    #expect(reply.status == 201)
    let report = try reply.decode(Report.self)
    let list = try bench.get(
      "/v1/webhooks/hook-1/deliveries?filter[createdDateGreaterThanOrEqualTo]=2027-01-15T08:00:00Z"
        + "&include=event"
    ).decode(WebhookDeliveriesResponse.self)
    #expect(list.data.map(\.id) == report.deliveryIds)
    #expect(list.included?.map(\.id) == [report.eventId])
    let payload = try #require(list.included?.first?.attributes?.payload)
    #expect(payload.contains(#""type":"buildUploadStateUpdated""#))
    #expect(
      payload.contains(
        #""attributes":{"count":2,"list":[null,true],"newState":"COMPLETE","oldState":"PROCESSING","share":0.5,"#
          + #""timestamp":"2027-01-15T08:00:00.000Z"}"#))
  }

  @Test func isNoPartOfTheAPI() throws {
    let bench = try Bench(.overHTTP) { $0.hourlyLimit = 1 }
    for _ in 0..<3 {
      #expect(try send(bench, #"{"app":"1001","eventType":"SOMETHING_NEW"}"#).status == 201)
    }
    #expect(bench.requests.isEmpty)
    #expect(try bench.get("/v1/apps").status == 200)
    #expect(try Bench(.inProcess).send("POST", EventControl.path, "{}").status == 404)
  }

  @Test(arguments: [
    ("{", "this is not valid JSON"),
    ("[]", "expected an object, found an array"),
    (#"{"eventType":"X"}"#, "the key 'app' is missing"),
    (#"{"app":"1001"}"#, "the key 'eventType' is missing"),
    (#"{"app":"1001","eventType":1}"#, "eventType: expected a string, found a number"),
    (#"{"app":"9","eventType":"X"}"#, "app: the fleet has no app with this Apple ID or bundle ID"),
    (#"{"app":"1001","eventType":"X","attributes":[]}"#, "attributes: expected an object, found an array"),
    (
      #"{"app":"1001","type":"X"}"#, "unknown key 'type'; the keys are app, eventType, attributes"
    ),
  ]) func saysWhatIsWrong(body: String, message: String) throws {
    let reply = try send(Bench(.overHTTP), body)
    #expect(reply.status == 400)
    #expect(reply.text == #"{"error":"\#(message)"}"#)
  }

  @Test func refusesWhatABrowserMightSend() throws {
    let bench = try Bench(.overHTTP)
    let body = #"{"app":"1001","eventType":"BUILD_UPLOAD_STATE_UPDATED"}"#
    let reply = try bench.endpoint.send(
      "POST", EventControl.path, headers: [("Content-Type", "text/plain")], body: body)
    #expect(reply.status == 415)
    #expect(try bench.get(EventControl.path).status == 405)
  }
}
