import Cryptography
import LoopbackServer
import Synchronization
import TestSupport
import Testing
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `examples/receiver`, which is built with the package, with a chat on this machine.
@Suite struct ExampleTests {
  private static let secret = "only-for-this-test"

  /// The running example, and a way to deliver to it.
  private struct Running {
    let command: RunningCommand
    let connection: RawConnection

    init(environment: [String: String] = [:]) async throws {
      var environment = environment
      environment["WEBHOOK_SECRET"] = ExampleTests.secret
      environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
      command = try Command(
        BuiltProduct.path(named: "receiver-example"), environment: environment
      ).start()
      let line = try await command.readLine()
      let port = try #require(line.firstMatch(of: #/127\.0\.0\.1:(\d+)/#)?.1)
      connection = try RawConnection(port: try #require(UInt16(port)))
    }

    /// Delivers a body and returns the status of the answer.
    func deliver(_ body: String, to target: String = "/", secret: String = ExampleTests.secret) throws -> Int
    {
      let code = try HMACSHA256.authenticationCode(for: Array(body.utf8), key: Secret(secret))
      connection.send(
        "POST \(target) HTTP/1.1\r\nHost: x\r\nX-Apple-Signature: hmacsha256=\(Hexadecimal.encode(code))\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      return try connection.response().status
    }

    /// What it printed after its first line, once it has ended.
    func end() async throws -> [String] {
      command.send(signal: SIGTERM)
      let result = try await command.wait()
      #expect(result.exitCode == 0)
      return result.output.split(separator: "\n").dropFirst().map(String.init)
    }
  }

  private static func event(_ type: String, id: String = "1", _ attributes: String = "") -> String {
    #"{"data":{"type":"\#(type)","id":"\#(id)","attributes":{\#(attributes)}}}"#
  }

  @Test func answersAndTellsEachEventOnce() async throws {
    let example = try await Running()
    let build = Self.event("buildUploadStateUpdated", #""oldState":"PROCESSING","newState":"COMPLETE""#)
    #expect(try example.deliver(build, to: "/?app=Example%20Notes") == 200)
    #expect(try example.deliver(build, to: "/?app=Example%20Notes") == 200)
    #expect(try example.deliver(build, secret: "another") == 401)
    #expect(try example.deliver("{}") == 400)
    #expect(try example.deliver(Self.event("webhookPingCreated", id: "2")) == 200)
    #expect(
      try await example.end() == [
        #""Example Notes: build upload, Processing → Complete""#, #""An app: a test event""#,
      ])
  }

  @Test(arguments: [
    (
      #"appStoreVersionAppVersionStateUpdated"#, #""oldValue":"IN_REVIEW","newValue":"READY_FOR_SALE""#,
      "In Review → Ready for Sale"
    ),
    (
      "buildBetaDetailExternalBuildStateUpdated", #""newExternalBuildState":"BETA_APPROVED""#,
      "TestFlight build, now Beta Approved"
    ),
    ("betaFeedbackScreenshotSubmissionCreated", "", "a tester sent a screenshot"),
    ("betaFeedbackCrashSubmissionCreated", "", "a tester reported a crash"),
    (
      "backgroundAssetVersionStateUpdated", #""oldState":"PROCESSING","newState":"FAILED""#,
      "background asset, Processing → Failed"
    ),
    ("backgroundAssetVersionInternalBetaReleaseCreated", "", "a background asset is out to internal testers"),
    (
      "alternativeDistributionPackageAvailableUpdated", #""available":true,"territories":["DEU","FRA"]"#,
      "alternative distribution package available in DEU, FRA"
    ),
    (
      "alternativeDistributionTerritoryAvailabilityUpdated", #""available":false,"territories":["DEU"]"#,
      "alternative distribution no longer available in DEU"
    ),
    ("somethingNewHappened", #""oldState":"A","newState":"B""#, "Something New Happened, A → B"),
  ])
  func hasASentence(type: String, attributes: String, sentence: String) async throws {
    let example = try await Running()
    #expect(try example.deliver(Self.event(type, attributes), to: "/asc?app=Notes") == 200)
    #expect(try await example.end() == ["\"Notes: \(sentence)\""])
  }

  /// The chat answers 503 at first, and curl tries again.
  @Test(.enabled(if: CommandRunner.isInstalled("curl"), "curl is not installed"))
  func tellsAChat() async throws {
    let (posts, posted) = AsyncStream.makeStream(of: ServerRequest.self)
    let count = Mutex(0)
    let server = try LoopbackServer(handler: { request in
      posted.yield(request)
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      return ServerResponse(status: isFirst ? 503 : 200)
    })
    server.start()
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.port)/services/a-capability"
    let example = try await Running(environment: ["CHAT_WEBHOOK_URL": url])
    let body = Self.event("appStoreVersionAppVersionStateUpdated", #""newValue":"READY_FOR_SALE""#)
    #expect(try example.deliver(body, to: "/?app=%3C%22Notes%22%20%26%20%5CCo%3E") == 200)
    var iterator = posts.makeAsyncIterator()
    let refused = try #require(await iterator.next())
    let post = try #require(await iterator.next())
    #expect(post.body == refused.body)
    #expect(post.target == "/services/a-capability")
    #expect(post["content-type"] == "application/json")
    #expect(
      try JSONDecoder().decode([String: String].self, from: Data(post.body))
        == ["text": #"&lt;"Notes" &amp; \Co&gt;: now Ready for Sale"#])
    let output = try await example.end()
    #expect(output == [#""<\"Notes\" & \\Co>: now Ready for Sale""#])
  }

  @Test(.enabled(if: CommandRunner.isInstalled("curl"), "curl is not installed"))
  func saysThatTheChatRefuses() async throws {
    let server = try LoopbackServer(handler: { _ in ServerResponse(status: 404) })
    server.start()
    defer { server.stop() }
    let example = try await Running(
      environment: ["CHAT_WEBHOOK_URL": "http://127.0.0.1:\(server.port)/services/a-capability"])
    #expect(try example.deliver(Self.event("webhookPingCreated"), to: "/?app=Notes") == 200)
    #expect(
      try await example.end() == [
        #""Notes: a test event""#, #""not told: curl ended with exit code 22""#,
      ])
  }

  @Test func needsASecret() async throws {
    let result = try await Command(BuiltProduct.path(named: "receiver-example")).run()
    #expect(result == Command.Result(exitCode: 1, output: "\"WEBHOOK_SECRET is not set\"\n", errorOutput: ""))
  }
}
