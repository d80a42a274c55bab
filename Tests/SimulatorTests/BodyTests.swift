import AppStoreConnect
import Simulator
import Testing

/// What is wrong with a request's body, and how the answer says so.
@Suite struct BodyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var errors: [String]
    var testDescription: String { name }

    init(_ name: String, _ body: String, _ errors: String...) {
      self.name = name
      self.body = body
      self.errors = errors
    }
  }

  private static let attributes = "/data/attributes"
  private static let relationships =
    "\"relationships\":{\"app\":{\"data\":{\"type\":\"apps\",\"id\":\"1001\"}}}"

  private static func type(_ name: String, _ json: String) -> Case {
    Case(
      "\(name) is \(json)", Body.creation(replacing: [name: json]),
      "ENTITY_ERROR.ATTRIBUTE.TYPE \(attributes)/\(name)")
  }

  private static func invalid(_ name: String, _ json: String, at place: String? = nil) -> Case {
    Case(
      "\(name) is \(json)", Body.creation(replacing: [name: json]),
      "ENTITY_ERROR.ATTRIBUTE.INVALID \(attributes)/\(place ?? name)")
  }

  private static func missing(_ name: String) -> Case {
    Case(
      "no \(name)", Body.creation(replacing: [name: ""]),
      "ENTITY_ERROR.ATTRIBUTE.REQUIRED \(attributes)/\(name)")
  }

  static let attributeCases: [Case] =
    ["name", "secret", "eventTypes", "url", "enabled"].map(missing)
    + [
      type("name", "1"), type("name", "null"), type("name", "{}"), type("secret", "12"), type("url", "[]"),
      type("enabled", "\"true\""), type("enabled", "1"), type("enabled", "null"), type("eventTypes", "{}"),
      type("eventTypes", "\"BUILD_UPLOAD_STATE_UPDATED\""),
      invalid("name", "\"\""), invalid("name", "\" \""), invalid("secret", "\"\""),
      invalid("eventTypes", "[]"),
      invalid("url", "\"\""), invalid("url", "\"hooks.example\""), invalid("url", "\"/path\""),
      invalid("url", "\"http://hooks.example/\""), invalid("url", "\"ftp://hooks.example/\""),
      invalid("url", "\"https://\""), invalid("url", "\"https:///path\""),
      invalid("url", "\"https://a b.example\""), invalid("url", "\"https://ä.example\""),
      invalid("url", "\"https://a.example:port\""), invalid("url", "\"https://a.example:70000\""),
      invalid("url", "\"https://[::1\""), invalid("url", "\"http://localhost.example/\""),
      invalid("url", "\"http://127.0.0.1@hooks.example/\""),
      Case(
        "an event type that is a number", Body.creation(replacing: ["eventTypes": "[1]"]),
        "ENTITY_ERROR.ATTRIBUTE.TYPE /data/attributes/eventTypes/0"),
      Case(
        "an event type in small letters", Body.creation(replacing: ["eventTypes": "[\"build_upload\"]"]),
        "ENTITY_ERROR.ATTRIBUTE.TYPE /data/attributes/eventTypes/0"),
      Case(
        "an unknown attribute", Body.creation(replacing: ["colour": "1"]),
        "ENTITY_ERROR.ATTRIBUTE.UNKNOWN /data/attributes/colour"),
      Case(
        "an attribute that needs escaping", Body.creation(replacing: ["a/b~c": "1"]),
        "ENTITY_ERROR.ATTRIBUTE.UNKNOWN /data/attributes/a~1b~0c"),
      Case(
        "attributes that are an array", Body.creation(attributes: "[]"), "ENTITY_ERROR /data/attributes"),
    ]

  static let shapeCases: [Case] = [
    Case("an array", "[]", "ENTITY_ERROR "),
    Case("a string", "\"data\"", "ENTITY_ERROR "),
    Case("no data", "{}", "ENTITY_ERROR /data"),
    Case("data of null", #"{"data":null}"#, "ENTITY_ERROR /data"),
    Case(
      "an unknown member beside data",
      "{\"data\":{\"type\":\"webhooks\",\"attributes\":\(Body.object([:])),\(relationships)},\"extra\":1}",
      "ENTITY_ERROR /extra"),
    Case(
      "an ID",
      "{\"data\":{\"type\":\"webhooks\",\"id\":\"1\",\"attributes\":\(Body.object([:])),\(relationships)}}",
      "ENTITY_ERROR.UNEXPECTED_ID /data/id"),
    Case(
      "no type", "{\"data\":{\"attributes\":\(Body.object([:])),\(relationships)}}", "ENTITY_ERROR /data/type"
    ),
    Case(
      "another type", "{\"data\":{\"type\":\"apps\",\"attributes\":\(Body.object([:])),\(relationships)}}",
      "ENTITY_ERROR.TYPE /data/type"),
    Case(
      "no app", "{\"data\":{\"type\":\"webhooks\",\"attributes\":\(Body.object([:]))}}",
      "ENTITY_ERROR.RELATIONSHIP.REQUIRED /data/relationships/app"),
    Case(
      "an app that isn't there", Body.creation(app: "9"),
      "ENTITY_ERROR.RELATIONSHIP.INVALID /data/relationships/app"),
    Case(
      "an app without an ID",
      "{\"data\":{\"type\":\"webhooks\",\"attributes\":\(Body.object([:])),\"relationships\":{\"app\":{\"data\":{\"type\":\"apps\"}}}}}",
      "ENTITY_ERROR /data/relationships/app/data/id"),
    Case(
      "an app of another type and an unknown relationship",
      "{\"data\":{\"type\":\"webhooks\",\"attributes\":\(Body.object([:])),\"relationships\":{\"team\":{},\"app\":{\"data\":{\"type\":\"app\",\"id\":\"1001\"}}}}}",
      "ENTITY_ERROR.RELATIONSHIP.UNKNOWN /data/relationships/team",
      "ENTITY_ERROR.TYPE /data/relationships/app/data/type"),
    Case(
      "everything at once",
      #"{"data":{"type":"hooks","attributes":{"name":"","url":"http://a.example","enabled":"no","eventTypes":["A","B"],"x":1}}}"#,
      "ENTITY_ERROR.TYPE /data/type", "ENTITY_ERROR.ATTRIBUTE.UNKNOWN /data/attributes/x",
      "ENTITY_ERROR.ATTRIBUTE.REQUIRED /data/attributes/secret",
      "ENTITY_ERROR.ATTRIBUTE.TYPE /data/attributes/enabled",
      "ENTITY_ERROR.ATTRIBUTE.INVALID /data/attributes/name",
      "ENTITY_ERROR.ATTRIBUTE.INVALID /data/attributes/url",
      "ENTITY_ERROR.ATTRIBUTE.TYPE /data/attributes/eventTypes/0",
      "ENTITY_ERROR.ATTRIBUTE.TYPE /data/attributes/eventTypes/1",
      "ENTITY_ERROR.RELATIONSHIP.REQUIRED /data/relationships/app"),
  ]

  @Test(arguments: attributeCases + shapeCases) func refusesToCreate(_ refusal: Case) throws {
    let bench = try Bench(fleet: .bare)
    let reply = try bench.send("POST", "/v1/webhooks", refusal.body)
    #expect(reply.status == 409)
    #expect(try reply.errors == refusal.errors)
    #expect(!reply.text.contains(canary))
    #expect(bench.simulator.fleet == .bare)
  }

  /// As recorded from the live service.
  @Test func listsTheEventTypesThatItTakes() throws {
    let body = Body.creation(replacing: ["eventTypes": "[\"LATER_CREATED\"]"])
    for (method, path, body) in [
      ("POST", "/v1/webhooks", body),
      ("PATCH", "/v1/webhooks/hook-1", Body.update("hook-1", #"{"eventTypes":["LATER_CREATED"]}"#)),
    ] {
      let reply = try Bench().send(method, path, body)
      let error = try #require(try reply.decode(ErrorResponse.self).errors?.first)
      #expect(error.code == "ENTITY_ERROR.ATTRIBUTE.TYPE")
      #expect(error.title == "An attribute in the provided entity has the wrong type")
      let list = EventType.known.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      #expect(
        error.detail
          == "'LATER_CREATED' is not a valid value for the attribute 'eventTypes'. Expected one of: \(list)")
      #expect(error.refusedEventType?.type.rawValue == "LATER_CREATED")
      #expect(error.refusedEventType?.accepted == EventType.known)
    }
  }

  /// Some clients send empty attributes with every request.
  @Test func takesEmptyAttributesAndNoOthers() throws {
    let bench = try Bench()
    let id = try #require(
      bench.simulator.recordEvent(appId: "1001", type: EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED"))?
        .first)
    for (path, body) in [
      ("/v1/webhookPings", Body.ping("hook-1")), ("/v1/webhookDeliveries", Body.redelivery(id)),
    ] {
      func with(_ member: String) -> String {
        body.replacing(#""relationships""#, with: #"\#(member),"relationships""#)
      }
      #expect(try bench.send("POST", path, with(#""attributes":{}"#)).status == 201)
      #expect(
        try bench.send("POST", path, with(#""attributes":{"url":1}"#)).errors
          == ["ENTITY_ERROR.ATTRIBUTE.UNKNOWN /data/attributes/url"])
      #expect(
        try bench.send("POST", path, with(#""attributes":[]"#)).errors == ["ENTITY_ERROR /data/attributes"])
      #expect(
        try bench.send("POST", path, with(#""id":"1""#)).errors == ["ENTITY_ERROR.UNEXPECTED_ID /data/id"])
    }
  }

  @Test(arguments: [
    "https://hooks.example", "HTTPS://hooks.example:8443/a?b=c", "https://[2001:db8::1]/x",
    "https://hooks.example:", "http://localhost:8080/", "http://127.9.9.9", "http://[::1]:80/a",
  ])
  func takesURLs(url: String) throws {
    #expect(try Bench(fleet: .bare).create("Hook", url: url).status == 201)
  }

  static let updates: [Case] = [
    Case(
      "another ID", Body.update("hook-2", "{}"), "ENTITY_ERROR /data/id"),
    Case("no ID", #"{"data":{"type":"webhooks"}}"#, "ENTITY_ERROR /data/id"),
    Case("an ID that is a number", #"{"data":{"type":"webhooks","id":1}}"#, "ENTITY_ERROR /data/id"),
    Case(
      "another app",
      "{\"data\":{\"type\":\"webhooks\",\"id\":\"hook-1\",\(relationships)}}",
      "ENTITY_ERROR.RELATIONSHIP.NOT_ALLOWED /data/relationships"),
    Case(
      "an empty name and no events", Body.update("hook-1", #"{"name":"","eventTypes":[]}"#),
      "ENTITY_ERROR.ATTRIBUTE.INVALID /data/attributes/name",
      "ENTITY_ERROR.ATTRIBUTE.INVALID /data/attributes/eventTypes"),
    Case(
      "an unknown attribute", Body.update("hook-1", #"{"bundleId":"x"}"#),
      "ENTITY_ERROR.ATTRIBUTE.UNKNOWN /data/attributes/bundleId"),
  ]

  @Test(arguments: updates) func refusesToChange(_ refusal: Case) throws {
    let bench = try Bench()
    let reply = try bench.send("PATCH", "/v1/webhooks/hook-1", refusal.body)
    #expect(reply.status == 409)
    #expect(try reply.errors == refusal.errors)
    #expect(bench.simulator.fleet == .example)
  }

  @Test func refusesToChangeWhatIsNotThere() throws {
    #expect(
      try Bench().send("PATCH", "/v1/webhooks/none", Body.update("none", "{}")).errors == ["NOT_FOUND"])
  }

  @Test(arguments: Way.allCases) func refusesBodiesThatAreNotJSON(way: Way) throws {
    let bench = try Bench(way)
    for body in ["", "{", "{\"data\":}", "name=Hook", "{} {}", "\u{FEFF}nonsense"] {
      let reply = try bench.send("POST", "/v1/webhooks", body)
      #expect(reply.status == 400)
      #expect(try reply.errors == ["ENTITY_INVALID"])
    }
    for headers in [[], [("Content-Type", "text/plain")], [("Content-Type", "application/jsonx")]] {
      let reply = try bench.endpoint.send("POST", "/v1/webhooks", headers: headers, body: Body.creation())
      #expect(reply.status == 415)
    }
    let typed = [("content-type", "Application/JSON; charset=utf-8")]
    #expect(
      try bench.endpoint.send("POST", "/v1/webhooks", headers: typed, body: Body.creation()).status == 201)
  }
}
