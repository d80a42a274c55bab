import AppStoreConnect
import Events
import Testing

@testable import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
        #""attributes":{"count":2,"list":[null,true],"newState":"COMPLETE","oldState":"PROCESSING","share":0.5}"#
      ))
  }

  /// Every payload has the sample's shape: only IDs, the time and the app belong to the event.
  @Test func sendsApplesShapes() throws {
    var fleet = Fleet.example
    fleet.apps[0].webhooks[0].eventTypes = EventType.known
    for event in EventCatalogue.types {
      let bench = try Bench(.overHTTP, fleet: fleet)
      let report = try send(bench, #"{"app":"1001","eventType":"\#(event.type)"}"#).decode(Report.self)
      let list = try bench.get(
        "/v1/webhooks/hook-1/deliveries?filter[createdDateGreaterThanOrEqualTo]=2027-01-15T08:00:00Z"
          + "&include=event"
      ).decode(WebhookDeliveriesResponse.self)
      let payload = try #require(list.included?.first?.attributes?.payload)
      let sample = try JSONDecoder().decode(JSONValue.self, fromBytes: Array(event.payload.utf8))
      let sent = try JSONDecoder().decode(JSONValue.self, fromBytes: Array(payload.utf8))
      #expect(sent["data"]?["id"] == .string(report.eventId))
      let differences = Self.differences(sample, sent)
      let own: Set = ["data.id", "data.attributes.timestamp", "data.attributes.appId"]
      let instance: Set = [
        "data.relationships.instance.data.id", "data.relationships.instance.id",
        "data.relationships.instance.links.self",
      ]
      #expect(differences.isSubset(of: own.union(instance)), "\(event.type)")
      #expect(
        differences.isDisjoint(with: instance) == (sample["data"]?["relationships"]?["instance"] == nil))
      if let instance = sent["data"]?["relationships"]?["instance"] {
        let id = try #require((instance["data"] ?? instance)["id"]?.text)
        #expect(instance["links"]?["self"]?.text?.hasSuffix("/\(id)") == true)
        let isUUID = id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12]
        #expect(isUUID != event.type.hasPrefix("BETA_FEEDBACK"))
      }
      if let app = sent["data"]?["attributes"]?["appId"] { #expect(app == .string("1001")) }
    }
  }

  /// Where two values differ; texts of different lengths differ in shape.
  private static func differences(_ left: JSONValue, _ right: JSONValue, at place: String = "") -> Set<String>
  {
    if case .object(let a) = left, case .object(let b) = right {
      return Set(a.keys).union(b.keys).reduce(into: []) { places, key in
        places.formUnion(
          differences(a[key] ?? .null, b[key] ?? .null, at: place.isEmpty ? key : "\(place).\(key)"))
      }
    }
    guard left != right else { return [] }
    let isSameShape = left.text?.count == right.text?.count || place.hasSuffix("appId")
    return [isSameShape ? place : "\(place): \(right)"]
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
      #"{"app":"1001","eventType":"WEBHOOK_PING_CREATED"}"#,
      "eventType: test events are sent with POST /v1/webhookPings"
    ),
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
