@testable import Reports
import Cryptography
import LoopbackServer
import TestSupport
import Testing

@testable import storehooks

/// Where the token may go, and what a secret's command gets, seen from the command line.
@Suite struct TokenSecrecyTests {
  /// Looks like this machine but may be another one.
  private static let elsewhere = [
    "http://127.0.0.1.evil.example", "http://localhost@evil.example", "http://127.0.0.1:80@evil.example/",
    "http://evil.example#@127.0.0.1", "http://evil.example?@localhost", "http://evil.example/127.0.0.1",
    "http://127.0.0.1\\@evil.example", "http://localhost.evil.example", "http://localhost.",
    "HTTP://EVIL.EXAMPLE", "hTTp://LOCALHOST.evil.example", "http://[::1].evil.example",
    "http://[::1]@evil.example", "http://[::ffff:127.0.0.1]", "http://[::]", "http://0.0.0.0", "http://0",
    "http://127.1", "http://2130706433", "http://0x7f.0.0.1", "http://127.0.0.1%2eevil.example",
    "http://127.0.0.1 .evil.example", "http://127.0.0.1\t.evil.example", "http://１２７.0.0.1",
    "http://ⓛocalhost",
    "http:evil.example", "http:///evil.example", "//evil.example", "ftp://127.0.0.1", "file:///etc/passwd",
    "htps://key:canary@api.example.com", "https://key:canary@api.appstoreconnect.apple.com",
    "https://evil.example@127.0.0.1",
  ]

  @Test(arguments: elsewhere) func aURLThatMayLeadElsewhereIsRefused(url: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(.generate(), to: "key.p8")
      let credentials = ["--key-id", "TEST", "--private-key", workspace.directory.file("key.p8")]
      let given = await workspace.run(["plan", "--no-state", "--verbose", "--api-url", url] + credentials)
      workspace.environment["STOREHOOKS_API_URL"] = url
      let inherited = await workspace.run(["plan", "--no-state", "--verbose"] + credentials)
      for run in [given, inherited] {
        #expect(run.exitCode == 64)
        #expect(
          run.messages.contains(/^error: (--api-url: the API URL|.+ needs an absolute https URL)/),
          "\(run.messages)")
        #expect(!run.messages.contains("GET "), "nothing was sent")
        #expect(!run.messages.contains("canary"))
      }
    }
  }

  /// Port 1 has no server; the failed connection shows that it was tried.
  @Test(arguments: [
    "http://127.0.0.1:1", "HTTP://LocalHost:1/", "http://[::1]:1", "http://127.9.8.7:1/gateway",
  ])
  func thisMachineMayBeAskedInTheClear(url: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(.generate(), to: "key.p8")
      let run = await workspace.run([
        "plan", "--no-state", "--api-url", url, "--key-id", "TEST", "--private-key",
        workspace.directory.file("key.p8"),
      ])
      #expect(run.exitCode == 1)
      #expect(run.messages.contains("no connection"), "\(run.messages)")
    }
  }

  /// A server that always gives the same answer, and counts its visitors.
  private final class Server: Sendable {
    let visits = LockedValue(0)
    let http: LoopbackServer

    init(_ answer: @escaping @Sendable (ServerRequest) -> ServerResponse) throws {
      let visits = visits
      http = try LoopbackServer(host: "127.0.0.1", port: 0) { request in
        visits.withLock { $0 += 1 }
        return answer(request)
      }
      http.start()
    }

    var count: Int { visits.withLock { $0 } }
  }

  /// Another server on this machine is as foreign as any other host.
  @Test(arguments: [301, 302, 303, 307, 308], ["plan", "apply"])
  func aRedirectIsNotFollowed(_ status: Int, _ command: String) async throws {
    try await Workspace.with { workspace in
      let other = try Server { _ in ServerResponse(status: 200, headers: [], body: []) }
      defer { other.http.stop() }
      let place = "http://127.0.0.1:\(other.http.port)/v1/apps"
      let asked = try Server { _ in ServerResponse(status: status, headers: [("Location", place)], body: []) }
      defer { asked.http.stop() }
      let run = try await runBuilt(workspace, [command], asked)
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains("the answer is a redirect (\(status)) to \(place), which is not followed"))
      #expect(asked.count > 0 && other.count == 0)
    }
  }

  @Test func aNextPageElsewhereIsNotRead() async throws {
    try await Workspace.with { workspace in
      let other = try Server { _ in ServerResponse(status: 200, headers: [], body: []) }
      defer { other.http.stop() }
      let next = "http://127.0.0.1:\(other.http.port)/v1/apps?cursor=2"
      let page = #"{"data":[],"links":{"self":"x","next":"\#(next)"},"meta":{"paging":{"limit":200}}}"#
      let asked = try Server { _ in
        ServerResponse(status: 200, headers: [("Content-Type", "application/json")], body: Array(page.utf8))
      }
      defer { asked.http.stop() }
      let run = try await runBuilt(workspace, ["plan"], asked)
      #expect(run.exitCode == 1)
      #expect(run.messages.contains(", which must not see the token"))
      #expect(asked.count > 0 && other.count == 0)
    }
  }

  private func runBuilt(_ workspace: Workspace, _ command: [String], _ server: Server) async throws
    -> Workspace.Run
  {
    try workspace.write(.generate(), to: "key.p8")
    let apply = command == ["apply"] ? ["--yes"] : []
    return try await workspace.runBuilt(
      command + apply + [
        "--no-state", "--api-url", "http://127.0.0.1:\(server.http.port)", "--key-id", "TEST",
        "--private-key",
        "key.p8",
      ])
  }

  /// What a shell would expand, split or run reaches the program as it is in the file.
  @Test(arguments: [
    "two  words", "$(touch ran)", "`touch ran`", "; touch ran", "&& touch ran", "| touch ran", "> ran",
    "*.json",
    "~", "$HOME ${HOME}", "{a,b}", "!!", "\\n", #"a"b'c"#, "# no comment", "-n", "--", "%s",
  ])
  func aSecretsCommandNeverMeetsAShell(argument: String) async throws {
    try await Workspace.with { workspace in
      let quoted = argument.replacing("'", with: "''")
      try workspace.directory.write(
        """
        version: 1
        apps:
          com.example.notes:
            webhooks:
              Bot:
                url: https://bot.example.com/
                events: [BUILD_UPLOAD_STATE_UPDATED]
                secret: { command: [printf, '<%s><%s>', '\(quoted)', 'and the next'] }
        """, to: "webhooks.yaml")
      let run = try await workspace.runBuilt(["apply", "--yes", "--no-state", "--simulate", "fleet.json"])
      #expect(run.exitCode == 0, "\(run.messages)")
      let secret = try workspace.fleet.apps.flatMap(\.webhooks).first { $0.name == "Bot" }?.secret
      #expect(secret == Secret("<\(argument)><and the next>"))
      #expect(throws: (any Error).self) { try workspace.directory.read("ran") }
    }
  }
}
