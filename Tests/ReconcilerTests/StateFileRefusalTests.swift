import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

/// Every kind of content that isn't a sound state file, with the full message.
@Suite struct StateFileRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var content: String
    var message: String
    var testDescription: String { message }
  }

  private static let digits = String(repeating: "cd", count: 32)
  private static let sound = """
    {
      "api": "simulator",
      "fingerprint": {"algorithm": "PBKDF2-HMAC-SHA256", "iterations": 1000, "salt": "07070707070707070707070707070707"},
      "formatVersion": 1,
      "issuer": null,
      "webhooks": [
        {"appId": "1", "name": "Bot", "webhookId": "a"},
        {"appId": "1", "bundleId": "com.example", "fingerprint": "\(digits)", "name": "Bot", "webhookId": "b"}
      ]
    }
    """

  /// The sound file with one place changed.
  private static func with(_ old: String, _ new: String) -> String {
    let range = sound.firstRange(of: old)
    return range.map { sound[..<$0.lowerBound] + new + sound[$0.upperBound...] } ?? "no such place"
  }

  private static func damaged(_ content: String, _ detail: String) -> Case {
    Case(
      content: content,
      message: """
        the state file 'STATE' is damaged: \(detail); restore it from a backup or from version control, or move it away to start over: secrets are then unknown until they are written again, and webhooks of apps that \
        left the desired-state file are forgotten
        """)
  }

  private static func foreign(_ content: String, _ detail: String) -> Case {
    Case(
      content: content,
      message: """
        'STATE' isn't a storehooks state file: \(detail); it wasn't changed: name another file with --state, \
        or use --no-state
        """)
  }

  private static func version(_ content: String, _ found: Int) -> Case {
    Case(
      content: content,
      message: """
        the state file 'STATE' has format version \(found), but this version of storehooks reads versions up to 2; update \
        storehooks, or name another file with --state
        """)
  }

  static let cases: [Case] = [
    damaged("", "it is empty"),
    damaged("\n", "it is not valid JSON"),
    damaged("hello", "it is not valid JSON"),
    damaged(String(sound.dropLast(2)), "it is not valid JSON"),
    damaged(sound + "}", "it is not valid JSON"),
    damaged(String(repeating: "[", count: 100_000), "it is not valid JSON"),
    damaged("{\n<<<<<<< HEAD\n}", "it has the conflict markers of a merge"),
    damaged("{\r\n<<<<<<< HEAD\r\n}", "it has the conflict markers of a merge"),
    foreign("[]", "it isn't a JSON object"),
    foreign("7", "it isn't a JSON object"),
    foreign("null", "it isn't a JSON object"),
    foreign("{}", "'formatVersion' is missing or isn't a whole number"),
    foreign(#"{"apps": []}"#, "'formatVersion' is missing or isn't a whole number"),
    foreign(with("Version\": 1", "Version\": \"1\""), "'formatVersion' is missing or isn't a whole number"),
    foreign(with("Version\": 1", "Version\": 1.5"), "'formatVersion' is missing or isn't a whole number"),
    foreign(with("Version\": 1", "Version\": true"), "'formatVersion' is missing or isn't a whole number"),
    foreign(with("Version\": 1", "Version\": null"), "'formatVersion' is missing or isn't a whole number"),
    foreign(with("\"api\"", "\"apI\""), "it has no 'api'"),
    foreign(with("\"webhooks\"", "\"apps\""), "it has no 'webhooks'"),
    foreign(with("Version\": 1", "Version\": 2"), "it has no 'apps'"),
    version(with("Version\": 1", "Version\": 3"), 3),
    version(with("Version\": 1", "Version\": 0"), 0),
    version(with("Version\": 1", "Version\": -1"), -1),
    version(#"{"formatVersion": 3, "content": "of another kind"}"#, 3),
    damaged(
      with("\"issuer\"", #""extra": 1, "issuer""#),
      "unknown key 'extra'; the keys are api, fingerprint, formatVersion, issuer, webhooks"),
    damaged(
      with("\"issuer\"", #""\u001b[2J": 1, "issuer""#),
      #"unknown key '\u{1B}[2J'; the keys are api, fingerprint, formatVersion, issuer, webhooks"#),
    damaged(with("\"simulator\"", "7"), "api: expected a string"),
    damaged(with("\"simulator\"", "null"), "api: expected a string"),
    damaged(with("\"issuer\": null", "\"issuer\": []"), "issuer: expected a string"),
    damaged(
      with(" \"fingerprint\": {\"algorithm\"", " \"fingerprin\": {\"algorithm\""),
      "unknown key 'fingerprin'; the keys are api, fingerprint, formatVersion, issuer, webhooks"),
    damaged(
      #"{"formatVersion": 1, "api": "simulator", "webhooks": []}"#, "the key 'fingerprint' is missing"),
    damaged(
      #"{"formatVersion": 1, "api": "simulator", "webhooks": [], "fingerprint": 3}"#,
      "fingerprint: expected an object"),
    damaged(with("PBKDF2-", "MD5-"), "fingerprint.algorithm: the only algorithm is PBKDF2-HMAC-SHA256"),
    damaged(with(": 1000", ": 1000.5"), "fingerprint.iterations: expected a whole number"),
    damaged(with(": 1000", ": 1e99"), "fingerprint.iterations: expected a whole number"),
    damaged(with(": 1000", ": \"1000\""), "fingerprint.iterations: expected a whole number"),
    damaged(
      with(": 1000", ": 999"), "fingerprint.iterations: the count must be between 1000 and 10000000"),
    damaged(
      with(": 1000", ": 10000001"), "fingerprint.iterations: the count must be between 1000 and 10000000"),
    damaged(
      with(": 1000", ": -1000"), "fingerprint.iterations: the count must be between 1000 and 10000000"),
    damaged(with("\"0707", "\"07"), "fingerprint.salt: expected 32 hexadecimal digits"),
    damaged(with("\"0707", "\"070707"), "fingerprint.salt: expected 32 hexadecimal digits"),
    damaged(with("\"0707", "\"zz07"), "fingerprint.salt: expected 32 hexadecimal digits"),
    damaged(
      with("\"salt\"", #""pepper": 1, "salt""#),
      "fingerprint: unknown key 'pepper'; the keys are algorithm, iterations, salt"),
    damaged(
      #"{"formatVersion": 1, "api": "s", "webhooks": {}, "fingerprint": \#(parameters)}"#,
      "webhooks: expected a list"),
    damaged(
      #"{"formatVersion": 1, "api": "s", "webhooks": [7], "fingerprint": \#(parameters)}"#,
      "webhooks[0]: expected an object"),
    damaged(with("\"appId\": \"1\", \"name\"", "\"name\""), "webhooks[0]: the key 'appId' is missing"),
    damaged(with("\"appId\": \"1\"", "\"appId\": 1"), "webhooks[0].appId: expected a string"),
    damaged(with("\"appId\": \"1\"", "\"appId\": \"\""), "webhooks[0].appId: the ID is empty"),
    damaged(with("\"webhookId\": \"b\"", "\"webhookId\": \"\""), "webhooks[1].webhookId: the ID is empty"),
    damaged(
      with("\"webhookId\": \"b\"", "\"webhookId\": \"a\""),
      "webhooks[1].webhookId: the webhook is listed twice"),
    damaged(with("\"com.example\"", "{}"), "webhooks[1].bundleId: expected a string"),
    damaged(with("\"cdcd", "\"cd"), "webhooks[1].fingerprint: expected 64 hexadecimal digits"),
    damaged(with("\"cdcd", "\"xycd"), "webhooks[1].fingerprint: expected 64 hexadecimal digits"),
    damaged(
      with("\"bundleId\"", #""secret": "hunter2", "bundleId""#),
      "webhooks[1]: unknown key 'secret'; the keys are appId, bundleId, fingerprint, name, webhookId"),
  ]

  private static let parameters =
    #"{"algorithm": "PBKDF2-HMAC-SHA256", "iterations": 1000, "salt": "07070707070707070707070707070707"}"#

  @Test func theSoundFileIsAccepted() throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write(Self.sound, to: "webhooks.state.json")
      let state = try #require(try StateFile(path: path).load())
      #expect(state.webhooks.map(\.webhookId) == ["a", "b"])
      #expect(state[webhookId: "b"]?.fingerprint == (try StateRecordsTests.fingerprint(0xCD)))
      #expect(state[webhookId: "a"]?.fingerprint == nil)
      try StateFile(path: path).save(state)
      #expect(try folder.read("webhooks.state.json") == String(decoding: state.encoded(), as: UTF8.self))
    }
  }

  private static let second = """
    {
      "api": "simulator", "fingerprint": \(parameters), "formatVersion": 2, "issuer": null,
      "apps": [
        {"appId": "1", "webhooks": []},
        {"appId": "2", "applied": "2026-11-28T03:10:56Z", "bundleId": "com.example",
         "files": {"defaults": ["d.yaml"], "listed": "a.yaml", "policy": ["p.yaml"],
                   "rules": [{"apps": ["com.*"], "file": "d.yaml"}]},
         "webhooks": [
           {"name": "Bot", "webhookId": "a"},
           {"fingerprint": "\(digits)", "iterations": 2000, "name": "Bot", "webhookId": "b"}
        ]}
      ]
    }
    """

  /// The sound file of format 2 with one place changed.
  private static func second(_ old: String, _ new: String) -> String {
    let range = second.firstRange(of: old)
    return range.map { second[..<$0.lowerBound] + new + second[$0.upperBound...] } ?? "no such place"
  }

  static let casesOfFormat2: [Case] = [
    foreign(second("Version\": 2", "Version\": 1"), "it has no 'webhooks'"),
    foreign(second("\"apps\"", "\"app\""), "it has no 'apps'"),
    damaged(
      second("\"api\"", #""webhooks": [], "api""#),
      "unknown key 'webhooks'; the keys are api, apps, fingerprint, formatVersion, issuer"),
    damaged(
      second("[]}", "[], \"secret\": \"hunter2\"}"),
      "apps[0]: unknown key 'secret'; the keys are appId, applied, bundleId, files, webhooks"),
    damaged(second("\"1\"", "\"\""), "apps[0].appId: the ID is empty"),
    damaged(second("\"2\"", "\"1\""), "apps[1].appId: the app is listed twice"),
    damaged(second(", \"webhooks\": []", ""), "apps[0]: the key 'webhooks' is missing"),
    damaged(second("T03:", "t03:"), "apps[1].applied: expected a time such as 2026-11-28T03:10:56Z"),
    damaged(second("56Z", "56.5Z"), "apps[1].applied: expected a time such as 2026-11-28T03:10:56Z"),
    damaged(second("\"a.yaml\"", "7"), "apps[1].files.listed: expected a string"),
    damaged(second("\"a.yaml\"", "null"), "apps[1].files.listed: expected a string"),
    damaged(second("\"a.yaml\"", "\"\""), "apps[1].files.listed: the path is empty"),
    damaged(second("\"p.yaml\"", "\"\""), "apps[1].files.policy[0]: the path is empty"),
    damaged(second("[\"d.yaml\"]", "\"d.yaml\""), "apps[1].files.defaults: expected a list"),
    damaged(
      second("\"listed\"", "\"host\""),
      "apps[1].files: unknown key 'host'; the keys are defaults, listed, policy, rules"),
    damaged(
      second("\"file\"", "\"path\""), "apps[1].files.rules[0]: unknown key 'path'; the keys are apps, file"),
    damaged(
      second("2000", "2"), "apps[1].webhooks[1].iterations: the count must be between 1000 and 10000000"),
    damaged(second("2000", "null"), "apps[1].webhooks[1].iterations: expected a whole number"),
    damaged(second("\"a\"}", "\"\"}"), "apps[1].webhooks[0].webhookId: the ID is empty"),
    damaged(second("\"a\"}", "\"b\"}"), "apps[1].webhooks[1].webhookId: the webhook is listed twice"),
    damaged(second("\"cdcd", "\"cd"), "apps[1].webhooks[1].fingerprint: expected 64 hexadecimal digits"),
    damaged(
      second("\"name\"", #""appId": "2", "name""#),
      "apps[1].webhooks[0]: unknown key 'appId'; the keys are fingerprint, iterations, name, sensitiveURL, webhookId"
    ),
  ]

  @Test func theSoundFileOfFormat2IsAccepted() throws {
    let state = try StateFile(path: "webhooks.state.json").decode(Array(Self.second.utf8))
    // The first app has nothing on record.
    #expect(state.appIds == ["2"])
    #expect(state.webhooks.map(\.webhookId) == ["a", "b"])
    #expect(state[webhookId: "b"]?.iterations == 2000)
    #expect(
      state[appId: "2"]?.files
        == AppFiles(
          listed: "a.yaml", rules: [.init(file: "d.yaml", apps: ["com.*"])], policy: ["p.yaml"],
          defaults: ["d.yaml"]))
  }

  @Test(arguments: cases + casesOfFormat2)
  func isRefusedWithItsMessageAndNeverOverwritten(refused: Case) throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write(refused.content, to: "webhooks.state.json")
      let file = StateFile(path: path)
      let error = try #require(throws: StateFileError.self) { _ = try file.load() }
      #expect(error.description.replacing(path, with: "STATE") == refused.message)
      #expect(throws: error) { try file.save(try StateRecordsTests.empty()) }
      #expect(try folder.read("webhooks.state.json") == refused.content)
      #expect(try folder.contents() == ["webhooks.state.json"])
      let shown = "\(String(describing: error)) \(String(reflecting: error))"
      for value in ["hunter2", "cdcd", "0707"] { #expect(!shown.contains(value)) }
    }
  }

  @Test func contentThatIsNotTextIsRefused() throws {
    try TemporaryDirectory.with { folder in
      var bytes = Array(Self.sound.utf8)
      if let place = bytes.firstIndex(of: UInt8(ascii: "B")) { bytes[place] = 0xFF }
      let file = StateFile(path: "webhooks.state.json")
      #expect(throws: StateFileError.malformed(path: file.path, detail: "it is not valid JSON")) {
        _ = try file.decode(bytes)
      }
    }
  }
}
