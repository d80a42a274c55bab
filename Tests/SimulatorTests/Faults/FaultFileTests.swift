import AppStoreConnect
import Cryptography
import Simulator
import TestSupport
import Testing

/// Rule files that are right, and what they mean.
@Suite struct FaultFileTests {
  private let file = FaultFile(path: "faults.json")

  private func rules(_ rules: String) throws -> [FaultRule] {
    try file.parse(Array("{\"rules\":[\(rules)]}".utf8)).rules
  }

  @Test func readsAWholeFile() throws {
    let text = """
      {"seed": 9007199254740992, "rules": [
        {"match": {"method": "POST", "path": "/v1/webhooks*", "nth": {"every": 5}, "probability": 0.1},
         "action": {"reset": {}}, "times": 2},
        {"action": {"endless": {}}}
      ]}
      """
    let plan = try TemporaryDirectory.with { directory in
      try FaultFile(path: directory.write(text, to: "faults.json")).load(for: .example)
    }
    #expect(plan.seed == 9_007_199_254_740_992)
    #expect(
      plan.rules == [
        FaultRule(
          .init(method: .post, path: "/v1/webhooks*", nth: .every(5), probability: 0.1), .reset(), times: 2),
        .always(.endless),
      ])
    #expect(plan.counts == [0, 0])
    #expect(try file.parse(Array(#"{"rules":[]}"#.utf8)).seed == 0)
  }

  @Test(arguments: [
    (#"{"nth":3}"#, FaultRule.Match(nth: .only([3]))), (#"{"nth":[4,1,4]}"#, .init(nth: .only([1, 4]))),
    (#"{"nth":{"every":1}}"#, .init(nth: .every(1))), ("{}", .init()),
    (#"{"method":"GET","path":"*","probability":0}"#, .init(method: .get, path: "*", probability: 0)),
    (#"{"method":"PATCH","probability":1}"#, .init(method: .patch)),
    (#"{"method":"DELETE"}"#, .init(method: .delete)),
  ])
  func readsMatches(text: String, match: FaultRule.Match) throws {
    #expect(try rules(#"{"match":\#(text),"action":{"hang":{}}}"#) == [FaultRule(match, .hang())])
  }

  private static let errors = [
    ResponseError(status: "409", code: "C", title: "T"),
    ResponseError(
      status: "409", code: "C", title: "T", detail: "D", source: .init(pointer: "/p", parameter: "q")),
  ]
  private static let actions: [(String, FaultAction)] = [
    (#""status":{"code":503}"#, .status(503)),
    (
      #""status":{"code":429,"body":"b","headers":{"Retry-After":"2"},"when":"after"}"#,
      .status(429, body: [98], headers: ["Retry-After": "2"], .afterApplying)
    ),
    (
      #""status":{"code":409,"errors":[{"code":"C","title":"T"},{"code":"C","title":"T","detail":"D","source":{"pointer":"/p","parameter":"q"}}]}"#,
      .status(409, errors: errors)
    ),
    (#""status":{"code":200,"errors":[]}"#, .status(200, errors: [])),
    (#""reset":{"when":"before"}"#, .reset(.beforeApplying)),
    (#""reset":{"when":"after"}"#, .reset(.afterApplying)),
    (#""hang":{"when":"after"}"#, .hang(.afterApplying)),
    (#""delay":{"milliseconds":0}"#, .delay(.zero)),
    (#""delay":{"milliseconds":3600000,"when":"after"}"#, .delay(.seconds(3600), .afterApplying)),
    (#""truncate":{"bytes":0}"#, .truncate(.bytes(0))),
    (#""truncate":{"fraction":0.5}"#, .truncate(.fraction(0.5))),
    (#""garbage":{}"#, .garbage()),
    (
      #""garbage":{"body":"","contentType":"text/plain","when":"after"}"#,
      .garbage(body: [], contentType: "text/plain", .afterApplying)
    ),
    (#""redirect":{"to":"https://x.example/"}"#, .redirect(to: "https://x.example/")),
    (#""redirect":{"to":"/v2","code":301}"#, .redirect(to: "/v2", status: 301)),
    (#""headers":{"Date":null,"A":"b"}"#, .headers(["Date": nil, "A": "b"])),
    (#""endless":{}"#, .endless),
    (#""late":{"milliseconds":3000}"#, .late(.seconds(3))),
    (#""late":{"milliseconds":300,"answer":500}"#, .late(.milliseconds(300), .status(500))),
    (#""late":{"milliseconds":0,"answer":"reset"}"#, .late(.zero, .reset)),
    (#""late":{"milliseconds":1,"answer":"hang"}"#, .late(.milliseconds(1), .hang)),
    (#""stale":{"milliseconds":2000}"#, .stale(.seconds(2))),
    (#""edit":{"app":"1001","webhook":"Old","delete":true}"#, .edit(.delete(app: "1001", webhook: "Old"))),
    (
      #""edit":{"app":"com.example.notes","webhook":"hook-1","change":{"name":"N"},"when":"after"}"#,
      .edit(.rename(app: "com.example.notes", webhook: "hook-1", to: "N"), .afterApplying)
    ),
    (
      #""edit":{"app":"1001","webhook":"W","change":{"url":"u","enabled":false,"eventTypes":["A"],"secret":"s-not-real"}}"#,
      .edit(
        .change(
          app: "1001", webhook: "W",
          .init(
            url: "u", enabled: false, eventTypes: [EventType(rawValue: "A")], secret: Secret("s-not-real"))))
    ),
    (
      #""edit":{"app":"1001","create":{"name":"N","url":"u","eventTypes":[]}}"#,
      .edit(.create(app: "1001", name: "N", url: "u", eventTypes: []))
    ),
    (
      #""edit":{"app":"1001","create":{"id":"i","name":"N","url":"u","enabled":false,"eventTypes":["A"],"secret":"s-not-real"}}"#,
      .edit(
        FleetEdit(
          app: "1001",
          .create(
            .init(
              id: "i", name: "N", url: "u", enabled: false, eventTypes: [EventType(rawValue: "A")],
              secret: Secret("s-not-real")))))
    ),
  ]

  @Test(arguments: actions.indices) func readsActions(index: Int) throws {
    let (text, action) = Self.actions[index]
    #expect(try rules("{\"action\":{\(text)}}") == [.always(action)])
  }

  @Test func knowsTheFleetWhereItIsGiven() throws {
    let text = #"{"rules":[{"action":{"edit":{"app":"none","webhook":"W","delete":true}}}]}"#
    #expect(try file.parse(Array(text.utf8)).rules.count == 1)
    let error = try #require(throws: FaultFileError.self) { try file.parse(Array(text.utf8), for: .example) }
    #expect(
      error.description
        == "faults.json: rules[0].action.edit.app: the fleet has no app with this Apple ID or bundle ID")
  }
}
