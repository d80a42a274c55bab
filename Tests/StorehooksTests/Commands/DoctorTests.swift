import Cryptography
import LoopbackServer
@testable import Reports
import TestSupport
import Reconciler
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `doctor`, from nothing at all to a set-up that works.
@Suite struct DoctorTests {
  struct Document: Decodable {
    struct Check: Decodable, Equatable {
      var name: String
      var status: String
      var summary: String
      var remedy: String?
    }
    var checks: [Check]
    var errors: [JSONDocument.Message]
    var requests: JSONDocument.Requests

    subscript(name: String) -> Check? { checks.first { $0.name == name } }
    var failed: [String] { checks.filter { $0.status == "fail" }.map(\.name) }
    var remarks: [String] { checks.filter { $0.status == "warn" }.map(\.name) }
  }

  /// A name that no resolver may know (RFC 6761).
  static let nowhere = ["--api-url", "https://storehooks.invalid"]

  static func examine(_ workspace: Workspace, _ arguments: [String]) async throws -> (Document, Int32) {
    let run = await workspace.run(["doctor", "--format", "json"] + arguments)
    #expect(run.messages.isEmpty, "what is wrong is said once: \(run.messages)")
    return (try run.decoded(as: Document.self), run.exitCode)
  }

  // MARK: As a new user would

  @Test func beforeAnyConfiguration() async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["PATH": "/usr/bin:/bin", "HOME": directory.path]
      let run = try await workspace.runBuilt(["doctor", "--format", "json"] + Self.nowhere)
      let document = try run.decoded(as: Document.self)
      #expect(run.exitCode == 1 && run.messages.isEmpty)
      #expect(document.remarks == ["file"])
      #expect(document.failed.first == "credentials" && document.failed.count == 2)
      #expect(document["credentials"]?.summary == "no App Store Connect API key is given")
      #expect(document["credentials"]?.remedy?.hasPrefix("set ASC_KEY_ID, ASC_ISSUER_ID and ") == true)
      #expect(document["file"]?.remedy?.contains("'storehooks init'") == true)
      #expect(document["state"]?.status == "pass" && document["token"] == nil)
      let (named, _) = try await Self.examine(workspace, Self.nowhere)
      #expect(named.failed.first == "file")
      #expect(named["file"]?.summary.hasSuffix("webhooks.yaml' doesn't exist") == true, "\(named.checks)")
    }
  }

  @Test func withHalfAConfiguration() async throws {
    try await Workspace.with { workspace in
      workspace.environment["HOME"] = workspace.directory.path
      workspace.environment["ASC_KEY_ID"] = SimulatorProcess.keyID
      workspace.environment["ASC_PRIVATE_KEY"] = " "
      workspace.environment["APP_STORE_CONNECT_API_KEY_KEY_ID"] = "OTHER"
      let (document, exitCode) = try await Self.examine(workspace, Self.nowhere)
      #expect(exitCode == 1)
      let check = try #require(document["credentials"])
      #expect(check.status == "fail")
      #expect(
        check.summary.hasPrefix("ASC_PRIVATE_KEY or ASC_PRIVATE_KEY_PATH is missing: ASC_KEY_ID is set; "))
      #expect(
        check.summary.contains(
          "; passed over, because the first source counts: APP_STORE_CONNECT_API_KEY_KEY_ID"))
      #expect(check.summary.hasSuffix("; set to nothing: ASC_PRIVATE_KEY"))
      #expect(check.remedy == "add the rest, or remove the part that is there")
      #expect(document["file"]?.summary == "webhooks.yaml: 4 apps, 6 webhooks")
    }
  }

  @Test func withAWrongKeyAndWithTheRightOne() async throws {
    try await Workspace.with { workspace in
      let key = P256SigningKey.generate
      let right = try key()
      let server = try await SimulatorProcess.start(in: workspace, key: right)
      let options = server.options.map { $0 == "key.p8" ? workspace.directory.file("key.p8") : $0 }
      try workspace.write(try key(), to: "key.p8")
      let (wrong, failed) = try await Self.examine(workspace, options)
      #expect(failed == 1 && wrong.failed == ["token"])
      let token = try #require(wrong["token"])
      #expect(token.summary.hasPrefix("App Store Connect refused the API key: GET /v1/apps: 401 "))
      #expect(
        token.remedy?.hasPrefix("check that --key-id and --issuer-id belong to the key in --private-key (")
          == true)
      #expect(wrong["apps"] == nil, "nothing is said beyond the first step that fails")

      try workspace.write(right, to: "key.p8")
      let (document, passed) = try await Self.examine(workspace, options)
      #expect(passed == 0 && document.failed.isEmpty && document.remarks.isEmpty, "\(document.checks)")
      #expect(
        document.checks.map(\.name) == [
          "libraries", "file", "credentials", "key", "key-file", "connection", "clock", "token", "apps",
          "webhooks",
          "quota", "secrets", "state",
        ])
      #expect(document.requests.made == 2)
      #expect(document["apps"]?.summary == "5 apps visible, among them all 4 of the file")

      // On one line, the text doesn't depend on the length of the folder's path.
      workspace.environment["COLUMNS"] = "400"
      let text = await workspace.run(["doctor"] + options)
      let place = try #require(server.url.split(separator: "/").last)
      let lines = text.output.replacing(place, with: "127.0.0.1:8080").split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropFirst()
      let shown = lines.joined(separator: "\n")
        .replacing(#/(as|\d+ s (ahead of|behind)) App Store Connect's/#, with: "as App Store Connect's")
      try Golden.check(shown, named: "doctor/ready.txt")
      _ = try await server.stop()
    }
  }

  // MARK: The way there

  /// The first step that fails is the answer.
  @Test func theFirstStepThatFailsIsTheAnswer() async throws {
    try await Workspace.with { workspace in
      let refusing = try ScriptedServer.RefusingPort()
      let plain = try ScriptedServer { connection in
        _ = connection.readRequest()
        connection.respond(200)
      }
      defer { plain.stop() }
      let (refused, _) = try await Self.examine(
        workspace, ["--api-url", "http://127.0.0.1:\(refusing.port)"])
      #expect(refused.failed == ["connection"])
      #expect(refused["connection"]?.summary.contains("no connection: ") == true)
      #expect(refused["connection"]?.remedy == "check the network and proxy settings")
      withExtendedLifetime(refusing) {}

      let hasty = try ScriptedServer { $0.respond(200) }
      defer { hasty.stop() }
      let (tls, _) = try await Self.examine(workspace, ["--api-url", "https://127.0.0.1:\(hasty.port)"])
      #expect(tls["connection"]?.status == "pass" && tls.failed == ["tls"], "\(tls.checks)")

      let (page, _) = try await Self.examine(workspace, ["--api-url", "http://127.0.0.1:\(plain.port)"])
      #expect(page["connection"]?.status == "pass" && page.failed == ["answer"], "\(page.checks)")
      #expect(page["answer"]?.remedy == "check the API URL and any proxy")
    }
  }

  /// libcurl reads the environment of its process.
  @Test func aProxyThatDoesNotConnect() async throws {
    try await Workspace.with { workspace in
      let refusing = try ScriptedServer.RefusingPort()
      let password = "pass-that-is-none"
      workspace.environment["https_proxy"] = "http://ci:\(password)@127.0.0.1:\(refusing.port)"
      let run = try await workspace.runBuilt(["doctor", "--format", "json"] + Self.nowhere)
      let document = try run.decoded(as: Document.self)
      #expect(run.exitCode == 1 && document.failed == ["credentials", "proxy"], "\(run.output)")
      #expect(document["dns"] == nil, "the proxy looks the host up")
      #expect(document["proxy"]?.remedy?.hasPrefix("check https_proxy, ") == true)
      #expect(!(run.output + run.messages).contains(password))
      withExtendedLifetime(refusing) {}

      workspace.environment["https_proxy"] = "http://ci:Hunter#2@proxy"
      let (malformed, _) = try await Self.examine(workspace, Self.nowhere)
      #expect(malformed.failed == ["credentials", "proxy"] && malformed.requests.made == 0)
      #expect(malformed["proxy"]?.summary.contains("Hunter") == false)
    }
  }

  /// The same words as in the messages of other commands.
  @Test(arguments: OneCauseTests.causes) func theWordsAreThoseOfMessages(cause: OneCauseTests.Cause)
    async throws
  {
    try await Workspace.withLargeFleet { workspace in
      workspace.clock.stand(at: OneCauseTests.now)
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json"), now: { OneCauseTests.now })
      { request in
        cause.concerns(request.target) ? .refuse(cause.answer) : .answer
      }
      defer { server.stop() }
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")
      let options =
        [
          "--api-url", server.url, "--key-id", SimulatorProcess.keyID, "--issuer-id",
          SimulatorProcess.issuerID,
          "--private-key", workspace.directory.file("key.p8"), "--no-state",
        ] + cause.options
      let (document, exitCode) = try await Self.examine(workspace, options)
      #expect(exitCode == 1)
      let failed = document.checks.filter { $0.status == "fail" }
      let last = try #require(failed.last, "\(document.checks)")
      let plan = await workspace.run(["plan"] + options)
      let words = try #require(last.remedy)
      #expect(plan.messages.contains(words), "\(words)\n\(plan.messages)")
    }
  }
}
