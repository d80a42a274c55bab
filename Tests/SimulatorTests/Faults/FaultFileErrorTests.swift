import Simulator
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Rule files that are wrong, with whole messages.
@Suite struct FaultFileErrorTests {
  private func message(_ text: String) throws -> String {
    let file = FaultFile(path: "faults.json")
    return try #require(throws: FaultFileError.self) { try file.parse(Array(text.utf8)) }.description
  }

  @Test(arguments: [
    ("", "faults.json:1:1: this is not valid JSON"),
    ("{\n  \"rules\": [}", "faults.json:2:13: this is not valid JSON"),
    ("[]", "faults.json: expected an object, found an array"),
    ("{}", "faults.json: the key 'rules' is missing"),
    (#"{"rules":{}}"#, "faults.json: rules: expected a list, found an object"),
    (#"{"rules":[],"sed":1}"#, "faults.json: unknown key 'sed'; the keys are seed, rules"),
    (#"{"rules":[],"seed":-1}"#, "faults.json: seed: expected a whole number of at least 0"),
    (#"{"rules":[],"seed":1.5}"#, "faults.json: seed: expected a whole number"),
    (#"{"rules":[],"seed":"1"}"#, "faults.json: seed: expected a number, found a string"),
    (#"{"rules":[1]}"#, "faults.json: rules[0]: expected an object, found a number"),
    (#"{"rules":[{}]}"#, "faults.json: rules[0]: the key 'action' is missing"),
    (
      #"{"rules":[{"action":{"hang":{}}},{"acton":{}}]}"#,
      "faults.json: rules[1]: unknown key 'acton'; the keys are match, action, times"
    ),
    (
      #"{"rules":[{"action":{"hang":{}},"times":0}]}"#,
      "faults.json: rules[0].times: expected a whole number of at least 1"
    ),
  ])
  func inTheFile(text: String, message: String) throws {
    #expect(try self.message(text) == message)
  }

  @Test(arguments: [
    ("[]", "expected an object, found an array"),
    (#"{"verb":1}"#, "unknown key 'verb'; the keys are method, path, nth, probability"),
  ])
  func inTheMatch(text: String, message: String) throws {
    let rules = #"{"rules":[{"match":\#(text),"action":{"hang":{}}}]}"#
    #expect(try self.message(rules) == "faults.json: rules[0].match: \(message)")
  }

  @Test(arguments: [
    ("method", #""PUT""#, "", "expected one of GET, POST, PATCH, DELETE"),
    ("method", #""get""#, "", "expected one of GET, POST, PATCH, DELETE"),
    ("method", "1", "", "expected a string, found a number"),
    ("path", #""v1/apps""#, "", "a path must begin with '/' or '*'"),
    ("path", #""""#, "", "a path must begin with '/' or '*'"),
    (
      "path", #""/v1/apps?limit=1""#, "",
      "the path is compared without the query, so it can't have '?' or '#'"
    ),
    ("path", "null", "", "expected a string, found null"),
    ("nth", "0", "", "expected a whole number of at least 1"),
    ("nth", "2.5", "", "expected a whole number"),
    ("nth", "1e300", "", "expected a whole number"),
    ("nth", "[]", "", "the list is empty, so the rule would never act"),
    ("nth", "[1,\"2\"]", "[1]", "expected a number, found a string"),
    ("nth", "{}", "", "the key 'every' is missing"),
    ("nth", #"{"each":2}"#, "", "unknown key 'each'; the keys are every"),
    ("nth", #"{"every":0}"#, ".every", "expected a whole number of at least 1"),
    ("nth", "true", "", "expected a number, a list of numbers or an object with 'every', found a boolean"),
    ("probability", "1.1", "", "expected a number from 0 to 1"),
    ("probability", "-0.1", "", "expected a number from 0 to 1"),
    ("probability", "\"1\"", "", "expected a number, found a string"),
  ])
  func inAMatch(key: String, value: String, place: String, message: String) throws {
    let rules = #"{"rules":[{"match":{"\#(key)":\#(value)},"action":{"hang":{}}}]}"#
    #expect(try self.message(rules) == "faults.json: rules[0].match.\(key)\(place): \(message)")
  }

  private static let actions =
    "the actions are status, reset, hang, delay, truncate, garbage, redirect, headers, edit, endless, late, stale"

  @Test(arguments: [
    ("{}", "", "expected one action, found 0; \(actions)"),
    (#"{"hang":{},"reset":{}}"#, "", "expected one action, found 2; \(actions)"),
    (
      #"{"rest":{}}"#, "", "unknown key 'rest'; \(actions.replacing("actions", with: "keys"))"
    ),
    (#""hang""#, "", "expected an object, found a string"),
    (#"{"hang":null}"#, ".hang", "expected an object, found null"),
    (#"{"hang":{"when":"later"}}"#, ".hang.when", "expected one of before, after"),
    (#"{"reset":{"wen":"after"}}"#, ".reset", "unknown key 'wen'; the keys are when"),
    (#"{"endless":{"when":"after"}}"#, ".endless", "unknown key 'when'; there are none here"),
    (#"{"late":{}}"#, ".late", "the key 'milliseconds' is missing"),
    (
      #"{"late":{"milliseconds":1,"when":"after"}}"#, ".late",
      "unknown key 'when'; the keys are milliseconds, answer"
    ),
    (
      #"{"late":{"milliseconds":1,"answer":"lost"}}"#, ".late.answer",
      "expected a status from 400 to 599, \"reset\" or \"hang\""
    ),
    (#"{"late":{"milliseconds":1,"answer":200}}"#, ".late.answer", "expected a whole number from 400 to 599"),
    (#"{"stale":{"milliseconds":-1}}"#, ".stale.milliseconds", "expected a whole number from 0 to 3600000"),
    (#"{"status":{}}"#, ".status", "the key 'code' is missing"),
    (#"{"status":{"code":199}}"#, ".status.code", "expected a whole number from 200 to 599"),
    (#"{"status":{"code":600}}"#, ".status.code", "expected a whole number from 200 to 599"),
    (
      #"{"status":{"code":500,"error":[]}}"#, ".status",
      "unknown key 'error'; the keys are code, errors, body, headers, when"
    ),
    (
      #"{"status":{"code":500,"errors":[],"body":""}}"#, ".status",
      "'errors' and 'body' can't be combined; leave one out"
    ),
    (#"{"status":{"code":500,"body":{}}}"#, ".status.body", "expected a string, found an object"),
    (#"{"status":{"code":500,"errors":[{"title":"T"}]}}"#, ".status.errors[0]", "the key 'code' is missing"),
    (#"{"status":{"code":500,"errors":[{"code":"C"}]}}"#, ".status.errors[0]", "the key 'title' is missing"),
    (
      #"{"status":{"code":500,"errors":[{"code":"C","title":"T","status":"500"}]}}"#, ".status.errors[0]",
      "unknown key 'status'; the keys are code, title, detail, source"
    ),
    (
      #"{"status":{"code":500,"errors":[{"code":"C","title":"T","source":{"header":"x"}}]}}"#,
      ".status.errors[0].source", "unknown key 'header'; the keys are pointer, parameter"
    ),
    (#"{"status":{"code":500,"headers":{}}}"#, ".status.headers", "no header field is given"),
    (#"{"status":{"code":500,"headers":{"A":null}}}"#, ".status.headers.A", "expected a string, found null"),
    (#"{"headers":{}}"#, ".headers", "no header field is given"),
    (#"{"headers":{"A":1}}"#, ".headers.A", "expected a string, found a number"),
    (
      #"{"headers":{"A b":"c"}}"#, ".headers",
      "a header field's name can only have letters, digits and hyphens"
    ),
    (#"{"headers":{"":"c"}}"#, ".headers", "a header field's name can only have letters, digits and hyphens"),
    (
      #"{"headers":{"A":"b\r\nC: d"}}"#, ".headers.A",
      "the value of a header field can't have line breaks or control characters"
    ),
    (#"{"headers":{"content-length":"1"}}"#, ".headers.content-length", "the server sets this field itself"),
    (#"{"delay":{}}"#, ".delay", "the key 'milliseconds' is missing"),
    (
      #"{"delay":{"milliseconds":3600001}}"#, ".delay.milliseconds",
      "expected a whole number from 0 to 3600000"
    ),
    (#"{"truncate":{}}"#, ".truncate", "expected one of 'bytes' and 'fraction'"),
    (#"{"truncate":{"bytes":1,"fraction":0}}"#, ".truncate", "expected one of 'bytes' and 'fraction'"),
    (#"{"truncate":{"bytes":-1}}"#, ".truncate.bytes", "expected a whole number of at least 0"),
    (
      #"{"truncate":{"fraction":1}}"#, ".truncate.fraction", "expected at least 0 and less than 1"
    ),
    (
      #"{"garbage":{"contentType":"a\nb"}}"#, ".garbage.contentType",
      "the value of a header field can't have line breaks or control characters"
    ),
    (#"{"garbage":{"code":200}}"#, ".garbage", "unknown key 'code'; the keys are body, contentType, when"),
    (#"{"redirect":{}}"#, ".redirect", "the key 'to' is missing"),
    (#"{"redirect":{"to":""}}"#, ".redirect.to", "the URL is empty"),
    (#"{"redirect":{"to":"/","code":200}}"#, ".redirect.code", "expected a whole number from 300 to 399"),
  ])
  func inAnAction(text: String, place: String, message: String) throws {
    let rules = #"{"rules":[{"action":\#(text)}]}"#
    #expect(try self.message(rules) == "faults.json: rules[0].action\(place): \(message)")
  }

  @Test(arguments: [
    (#""webhook":"W","delete":true"#, "", "the key 'app' is missing"),
    (#""app":1,"webhook":"W","delete":true"#, ".app", "expected a string, found a number"),
    (#""app":"1","webhook":"W""#, "", "expected one of 'create', 'delete' and 'change'"),
    (
      #""app":"1","webhook":"W","delete":true,"change":{"name":"N"}"#, "",
      "expected one of 'create', 'delete' and 'change'"
    ),
    (
      #""app":"1","hook":"W""#, "",
      "unknown key 'hook'; the keys are app, create, delete, change, webhook, when"
    ),
    (#""app":"1","delete":true"#, "", "the key 'webhook' is missing"),
    (
      #""app":"1","webhook":"W","delete":false"#, ".delete",
      "expected true; to delete nothing, leave the key out"
    ),
    (#""app":"1","webhook":"W","delete":"yes""#, ".delete", "expected true or false, found a string"),
    (#""app":"1","change":{"name":"N"}"#, "", "the key 'webhook' is missing"),
    (#""app":"1","webhook":"W","change":{}"#, ".change", "the edit changes nothing"),
    (
      #""app":"1","webhook":"W","change":{"id":"i"}"#, ".change",
      "unknown key 'id'; the keys are name, url, enabled, eventTypes, secret"
    ),
    (
      #""app":"1","webhook":"W","change":{"eventTypes":["A",1]}"#, ".change.eventTypes[1]",
      "expected a string, found a number"
    ),
    (
      #""app":"1","webhook":"W","change":{"secret":4711}"#, ".change.secret",
      "expected a string, found a number"
    ),
    (
      #""app":"1","webhook":"W","create":{}"#, ".webhook",
      "'create' makes a new webhook; name it inside 'create'"
    ),
    (#""app":"1","create":{"url":"u","eventTypes":[]}"#, ".create", "the key 'name' is missing"),
    (#""app":"1","create":{"name":"N","eventTypes":[]}"#, ".create", "the key 'url' is missing"),
    (#""app":"1","create":{"name":"N","url":"u"}"#, ".create", "the key 'eventTypes' is missing"),
    (
      #""app":"1","create":{"names":"N"}"#, ".create",
      "unknown key 'names'; the keys are id, name, url, enabled, eventTypes, secret"
    ),
    (
      #""app":"1","create":{"name":"N","url":"u","eventTypes":[],"enabled":1}"#, ".create.enabled",
      "expected true or false, found a number"
    ),
  ])
  func inAnEdit(text: String, place: String, message: String) throws {
    let rules = #"{"rules":[{"action":{"edit":{\#(text)}}}]}"#
    #expect(try self.message(rules) == "faults.json: rules[0].action.edit\(place): \(message)")
  }

  @Test func whenTheFileCanNotBeRead() throws {
    try TemporaryDirectory.with { directory in
      let path = directory.file("none.json")
      let error = try #require(throws: FaultFileError.self) { _ = try FaultFile(path: path).load() }
      #expect(error.description == "\(path): can't read the rule file: No such file or directory")
      #expect(throws: FaultFileError.self) { _ = try FaultFile(path: directory.path).load() }
    }
  }

  @Test func whenTheTextIsNotUTF8() throws {
    let bytes = Array(#"{"rules":["#.utf8) + [0x22, 0xFF, 0x22, 0x5D, 0x7D]
    let file = FaultFile(path: "faults.json")
    let error = try #require(throws: FaultFileError.self) { try file.parse(bytes) }
    #expect(error.description == "faults.json: this is not valid JSON")
  }
}
