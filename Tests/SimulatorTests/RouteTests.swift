import AppStoreConnect
import Simulator
import Testing

/// Which paths there are, and what they accept: the API's table, written down a second time.
@Suite struct RouteTests {
  struct Line: Sendable, CustomTestStringConvertible {
    var method: String
    var path: String
    /// The parameters that are allowed, each with a value that is valid.
    var parameters: [String: String]
    var body = ""
    var status = 200
    var testDescription: String { "\(method) \(path)" }
  }

  private static let fields = "enabled,eventTypes,name,url,app,deliveries"
  private static let appFields = "name,bundleId,sku,primaryLocale,webhooks"
  private static let since = "filter[createdDateGreaterThanOrEqualTo]"

  static let table: [Line] = [
    Line(
      method: "GET", path: "/v1/apps",
      parameters: [
        "filter[name]": "Notes", "filter[bundleId]": "com.example.notes,x",
        "filter[sku]": "com.example.notes",
        "filter[id]": "1001", "sort": "name,-bundleId,sku", "fields[apps]": appFields, "limit": "200",
        "include": "appStoreVersions,ciProduct", "limit[appStoreVersions]": "50",
        "exists[gameCenterEnabledVersions]": "false", "filter[appStoreVersions]": "1",
      ]),
    Line(
      method: "GET", path: "/v1/apps/1001",
      parameters: ["fields[apps]": appFields, "include": "builds", "limit[appStoreVersions]": "1"]),
    Line(
      method: "GET", path: "/v1/apps/1001/webhooks",
      parameters: ["fields[webhooks]": fields, "fields[apps]": "name", "limit": "1", "include": "app"]),
    Line(method: "GET", path: "/v1/apps/1001/relationships/webhooks", parameters: ["limit": "200"]),
    Line(
      method: "GET", path: "/v1/webhooks/hook-1",
      parameters: ["fields[webhooks]": fields, "fields[apps]": "name", "include": "app"]),
    Line(
      method: "PATCH", path: "/v1/webhooks/hook-1", parameters: [:], body: Body.update("hook-1", "{}")),
    Line(method: "DELETE", path: "/v1/webhooks/hook-1", parameters: [:], status: 204),
    Line(
      method: "GET", path: "/v1/webhooks/hook-1/deliveries",
      parameters: [
        since: "2027-01-15T08:00:00Z", "filter[createdDateLessThan]": "2027-01-16T08:00:00.123Z",
        "fields[webhookDeliveries]":
          "createdDate,deliveryState,errorMessage,redelivery,sentDate,request,response,event",
        "fields[webhookEvents]": "eventType,payload,ping,createdDate", "limit": "200", "include": "event",
      ]),
    Line(
      method: "GET", path: "/v1/webhooks/hook-1/relationships/deliveries", parameters: ["limit": "200"]),
    Line(method: "POST", path: "/v1/webhooks", parameters: [:], body: Body.creation(), status: 201),
    Line(
      method: "POST", path: "/v1/webhookPings", parameters: [:], body: Body.ping("hook-1"), status: 201),
  ]

  @Test(arguments: table) func takesTheParametersOfTheTableAndNoOthers(line: Line) throws {
    let query = line.parameters.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    let accepted = try Bench().send(line.method, "\(line.path)?\(query)", line.body)
    #expect(accepted.status == line.status, "\(accepted.text)")

    for name in Set(Self.table.flatMap(\.parameters.keys)).subtracting(line.parameters.keys).union([
      "x", "filter",
    ]) {
      let refused = try Bench().send(line.method, "\(line.path)?\(name)=1", line.body)
      #expect(refused.status == 400)
      #expect(try refused.errors == ["PARAMETER_ERROR.ILLEGAL \(name)"])
    }
    // Lists of known names refuse an unknown one; dates and numbers refuse words.
    for (name, value) in line.parameters where !name.hasPrefix("filter[") || name.contains("Date") {
      let refused = try Bench().send(line.method, "\(line.path)?\(name)=\(value),nonsense", line.body)
      #expect(refused.status == 400)
      #expect(try refused.errors.first == "PARAMETER_ERROR.INVALID \(name)")
    }
    for name in line.parameters.keys {
      let empty = try Bench().send(line.method, "\(line.path)?\(name)=", line.body)
      #expect(try empty.errors.first == "PARAMETER_ERROR.INVALID \(name)")
    }
  }

  @Test(arguments: [
    "limit=0", "limit=201", "limit=-1", "limit=ten", "limit=1.5", "limit=", "limit", "cursor=x", "cursor=",
    "limit=1&limit=1", "filter[id]=1,,2", "filter[id]=%zz", "filter[id]=%C3%28", "sort=id",
    "fields[apps]=webhook",
  ])
  func refusesInvalidParameters(query: String) throws {
    let reply = try Bench().get("/v1/apps?\(query)")
    #expect(reply.status == 400)
    let name = query.prefix { $0 != "=" }
    #expect(try reply.errors == ["PARAMETER_ERROR.INVALID \(name)"])
  }

  @Test func takesNoParametersWithARedelivery() throws {
    let reply = try Bench().send("POST", "/v1/webhookDeliveries?include=event", Body.redelivery("none"))
    #expect(try reply.errors == ["PARAMETER_ERROR.ILLEGAL include"])
  }

  @Test func reportsAllParametersAtOnce() throws {
    let reply = try Bench().get("/v1/apps?limit=0&x=1&sort=y&%5B=2")
    #expect(
      try reply.errors == [
        "PARAMETER_ERROR.INVALID limit", "PARAMETER_ERROR.ILLEGAL x", "PARAMETER_ERROR.INVALID sort",
        "PARAMETER_ERROR.ILLEGAL [",
      ])
  }

  @Test(
    arguments: [
      "/", "/v1", "/v1/", "/v2/apps", "/v1/app", "/v1/apps/", "/v1/apps/1001/", "/v1/apps//webhooks",
      "/v1/apps/1001/builds", "/v1/apps/1001/relationships", "/v1/apps/1001/webhooks/hook-1",
      "/v1/webhooks/hook-1/app", "/v1/webhookPings/1/2", "/v1/webhookDeliveries/", "/v1/webhookEvents",
      "/v1/apps/%zz", "//v1/apps",
    ], Way.allCases)
  func knowsNoOtherPaths(path: String, way: Way) throws {
    let reply = try Bench(way).get(path)
    #expect(reply.status == 404)
    #expect(try reply.errors == ["NOT_FOUND"])
  }

  /// Operations that the live service forbids by name.
  private static let forbidden = [
    "GET /v1/webhooks":
      "The resource 'webhooks' does not allow 'GET_COLLECTION'. "
      + "Allowed operations are: CREATE, DELETE, GET_INSTANCE, UPDATE",
    "POST /v1/apps":
      "The resource 'apps' does not allow 'CREATE'. Allowed operations are: GET_COLLECTION, GET_INSTANCE, UPDATE",
    "DELETE /v1/apps/1001":
      "The resource 'apps' does not allow 'DELETE'. Allowed operations are: GET_COLLECTION, GET_INSTANCE, UPDATE",
    "GET /v1/webhookPings":
      "The resource 'webhookPings' does not allow 'GET_COLLECTION'. Allowed operation is: CREATE",
    "GET /v1/webhookDeliveries":
      "The resource 'webhookDeliveries' does not allow 'GET_COLLECTION'. Allowed operation is: CREATE",
    "GET /v1/webhookDeliveries/1":
      "The resource 'webhookDeliveries' does not allow 'GET_INSTANCE'. Allowed operation is: CREATE",
    "PATCH /v1/webhookPings/1":
      "The resource 'webhookPings' does not allow 'UPDATE'. Allowed operation is: CREATE",
  ]

  @Test(arguments: forbidden.sorted { $0.key < $1.key }, Way.allCases)
  func forbidsOperations(line: (key: String, value: String), way: Way) throws {
    let parts = line.key.split(separator: " ").map(String.init)
    let reply = try Bench(way).send(parts[0], parts[1], "")
    #expect(reply.status == 403)
    let error = try #require(try reply.decode(ErrorResponse.self).errors?.first)
    #expect(error.code == "FORBIDDEN_ERROR" && error.title == "The given operation is not allowed")
    #expect(error.detail == line.value)
  }

  @Test(arguments: Way.allCases) func refusesOtherMethods(way: Way) throws {
    let bench = try Bench(way)
    for path in Set(Self.table.map(\.path) + ["/v1/webhookDeliveries"]) {
      var allowed = Set(Self.table.filter { $0.path == path }.map(\.method))
      if allowed.isEmpty { allowed = ["POST"] }
      for method in Set(["GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"]).subtracting(allowed)
      where Self.forbidden["\(method) \(path)"] == nil {
        let reply = try bench.send(method, path, "{}")
        #expect(reply.status == 405, "\(method) \(path)")
        #expect(try reply.errors == ["METHOD_NOT_ALLOWED"])
        let told = reply.headers["Allow"]?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
        #expect(Set(told.map(String.init)) == allowed)
      }
    }
  }

  @Test(arguments: Way.allCases) func keepsToTheErrorFormat(way: Way) throws {
    let reply = try Bench(way).get("/v1/apps?limit=0")
    #expect(reply.headers["Content-Type"] == "application/json")
    let errors = try #require(try reply.decode(ErrorResponse.self).errors)
    let error = try #require(errors.first)
    #expect(error.status == "400")
    #expect(error.id?.count == 36)
    #expect(!error.title.isEmpty)
    #expect(error.detail?.contains("limit") == true)
    #expect(error.source == .init(parameter: "limit"))
  }

  @Test(arguments: Way.allCases) func saysWhenItAnswersAndNumbersItsAnswers(way: Way) throws {
    let bench = try Bench(way)
    let replies = try [bench.get("/v1/apps"), bench.get("/v1/nothing")]
    #expect(replies.map { $0.headers["Date"] } == Array(repeating: "Fri, 15 Jan 2027 08:00:00 GMT", count: 2))
    let ids = replies.compactMap { $0.headers["x-request-id"] }
    #expect(Set(ids).count == 2)
  }

  @Test(arguments: Way.allCases) func logsWhatItWasAsked(way: Way) throws {
    let bench = try Bench(way)
    _ = try bench.get("/v1/apps?limit=1")
    _ = try bench.create("Hook")
    _ = try bench.send("PUT", "/v1/nothing", "")
    #expect(
      bench.requests.map(\.description) == [
        "GET /v1/apps?limit=1 200", "POST /v1/webhooks 201", "PUT /v1/nothing 404",
      ])
  }
}
