import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `storehooks simulate`, as users run it.
@Suite struct SimulateTests {
  private static let fleet = #"{"apps":[{"id":"1001","bundleId":"com.example.notes","name":"Notes"}]}"#

  private func command(_ arguments: [String]) throws -> Command {
    Command(try BuiltProduct.path(named: "storehooks"), ["simulate"] + arguments)
  }

  @Test func servesFaults() async throws {
    let faults =
      #"{"rules":[{"match":{"nth":2},"action":{"status":{"code":503,"headers":{"Retry-After":"2"}}}}]}"#
    try await TemporaryDirectory.with { directory in
      let simulation = try command([
        "--fleet", directory.write(Self.fleet, to: "fleet.json"),
        "--faults", directory.write(faults, to: "faults.json"),
      ]).start()
      let line = try await simulation.readLine()
      let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
      #expect(line == "Listening on http://127.0.0.1:\(port)")
      let connection = try RawConnection(port: port)
      let answers = try (1...3).map { _ in
        connection.send("GET /v1/apps HTTP/1.1\r\nHost: x\r\n\r\n")
        return try connection.response()
      }
      #expect(answers.map(\.status) == [200, 503, 200])
      #expect(answers[1].headers["retry-after"] == "2")
      #expect(answers[2].text.contains("com.example.notes"))
      simulation.send(signal: SIGINT)
      _ = try await simulation.wait()
    }
  }

  @Test(arguments: [
    (
      #"{"rules":[{"action":{"hang":{}},"time":1}]}"#,
      "rules[0]: unknown key 'time'; the keys are match, action, times"
    ),
    (
      #"{"rules":[{"action":{"edit":{"app":"com.example.note","webhook":"W","delete":true}}}]}"#,
      "rules[0].action.edit.app: the fleet has no app with this Apple ID or bundle ID"
    ),
  ])
  func refusesAWrongRuleFile(faults: String, message: String) async throws {
    try await TemporaryDirectory.with { directory in
      let path = try directory.write(faults, to: "faults.json")
      let result = try await command([
        "--fleet", directory.write(Self.fleet, to: "fleet.json"), "--faults", path,
      ]).run()
      #expect(result.exitCode == 1)
      #expect(result.output.isEmpty)
      #expect(result.errorOutput == "error: \(path): \(message)\n")
    }
  }
}
