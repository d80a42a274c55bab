@testable import Reports
import TestSupport
import Testing

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
        connection.send("GET /v1/apps HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        return try connection.response()
      }
      #expect(answers.map(\.status) == [200, 503, 200])
      #expect(answers[1].headers["retry-after"] == "2")
      #expect(answers[2].text.contains("com.example.notes"))
      simulation.send(signal: SIGINT)
      _ = try await simulation.wait()
    }
  }

  /// The simulator delivers over HTTP to `listen`; with the live service's quirks, deliveries need a date.
  @Test func deliversToAReceiver() async throws {
    let listener = try await ListenProcess.start(["--format", "json"])
    let fleet = """
      {"apps":[{"id":"1001","bundleId":"com.example.notes","name":"Notes","webhooks":[{"id":"hook","name":"Mine",
        "url":"http://127.0.0.1:\(listener.port)/asc","eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],
        "secret":"\(ListenProcess.secret)"}]}]}
      """
    try await TemporaryDirectory.with { directory in
      let simulation = try command([
        "--fleet", directory.write(fleet, to: "fleet.json"), "--deliver", "--live-quirks",
      ]).start()
      let line = try await simulation.readLine()
      let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
      let connection = try RawConnection(port: port)
      func post(_ path: String, _ body: String) throws -> Int {
        connection.send(
          "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try connection.response().status
      }
      let ping =
        #"{"data":{"type":"webhookPings","relationships":{"webhook":{"data":{"type":"webhooks","id":"hook"}}}}}"#
      #expect(try post("/v1/webhookPings", ping) == 201)
      let first = try await listener.running.readLine()
      #expect(first.contains(#""type":"webhookPingCreated""#) && first.contains(#""signature":"verified""#))
      let event = #"{"app":"1001","eventType":"BUILD_UPLOAD_STATE_UPDATED","attributes":{"newState":"X"}}"#
      #expect(try post("/simulator/events", event) == 201)
      let second = try await listener.running.readLine()
      #expect(second.contains(#""newValue":"X""#) && second.contains(#""signature":"verified""#))
      connection.send("GET /v1/webhooks/hook/deliveries HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
      #expect(try connection.response().status == 400)
      simulation.send(signal: SIGTERM)
      #expect(try await simulation.wait().exitCode == 0)
    }
    #expect(try await listener.stop().output.contains(#""accepted":2,"#))
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
