import AppStoreConnect
import Cryptography
import HTTPTransport
import Simulator
import Testing

/// The secret that goes in never comes out.
@Suite struct SecretTests {
  @Test(arguments: Way.allCases) func showsNoSecret(way: Way) throws {
    let bench = try Bench(way)
    var replies = try [bench.create("Hook")]
    replies += try RouteTests.table.filter { $0.method != "DELETE" }.map { line in
      try bench.send(line.method, line.path, line.body)
    }
    bench.simulator.recordEvent(appId: "1001", type: EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED"))
    let since = "filter[createdDateGreaterThanOrEqualTo]=2027-01-15T00:00:00Z"
    replies.append(try bench.get("/v1/webhooks/hook-1/deliveries?include=event&\(since)"))
    // Nor is a secret of the wrong type, or in the wrong place, repeated.
    for name in ["secret", "name", "url", "enabled"] {
      for json in ["[\"\(canary)\"]", "{\"x\":\"\(canary)\"}"] {
        let body = Body.update("hook-1", "{\"\(name)\":\(json)}")
        replies.append(try bench.send("PATCH", "/v1/webhooks/hook-1", body))
      }
    }
    replies.append(try bench.send("POST", "/v1/webhooks", Body.creation(replacing: ["url": "\"\(canary)\""])))
    replies.append(try bench.send("POST", "/v1/webhooks", "{\"secret\":\"\(canary)\""))
    for reply in replies {
      #expect(!reply.text.contains(canary))
      #expect(!reply.headers.contains { $0.value.contains(canary) })
    }
    #expect(Set(replies.map(\.status)) == [200, 201, 400, 409])
    #expect(!bench.requests.contains { $0.description.contains(canary) })
  }

  @Test func describesNoSecret() throws {
    let bench = try Bench()
    var dumped = ""
    dump(bench.simulator.fleet, to: &dumped)
    dump(bench.simulator, to: &dumped)
    for text in [dumped, String(describing: bench.simulator.fleet), String(reflecting: bench.simulator)] {
      #expect(!text.contains(canary))
    }
    #expect(dumped.contains("hook-1"))
  }

  @Test func answersThroughTheTransport() async throws {
    let bench = try Bench()
    let transport = SimulatorTransport(bench.simulator)
    let answer = try await transport.send(HTTPRequest(.get, "https://api.example/v1/apps/1001"))
    #expect(answer.status == 200)
    let task = Task { () async -> Bool in
      while !Task.isCancelled { await Task.yield() }
      do {
        _ = try await transport.send(HTTPRequest(.get, "https://api.example/v1/apps"))
        return false
      } catch { return (error as? TransportError)?.kind == .cancelled }
    }
    task.cancel()
    #expect(await task.value)
  }
}
