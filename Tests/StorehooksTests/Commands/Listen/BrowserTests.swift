@testable import Reports
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a web page can do with `listen` and `simulate`: nothing.
@Suite struct BrowserTests {
  private static let ping = #"{"data":{"type":"webhookPingCreated","id":"p-1"}}"#

  /// A page posts what needs no permission (`text/plain`) to a receiver that doesn't check signatures.
  @Test(arguments: [
    ["Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Content-Type: text/plain"],
    ["Origin: null"], ["Sec-Fetch-Site: none"],
  ]) func listenRunsNothingForAPage(fields: [String]) async throws {
    try await TemporaryDirectory.with { directory in
      let ran = directory.file("ran")
      for verifying in [false, true] {
        let listener = try await ListenProcess.start(["--exec", "touch '\(ran)'"], verifying: verifying)
        let answer = try listener.deliver(Self.ping, fields: fields)
        #expect(answer.status == 403)
        let result = try await listener.stop()
        #expect(result.output.hasSuffix("Stopped: 0 accepted, 0 refused.\n"), "\(result.output)")
        #expect(result.errorOutput.contains("warning: answered 403 to POST /: it has the field "))
        #expect(!FileManager.default.fileExists(atPath: ran))
      }
    }
  }

  @Test func aTunnelNeedsASecretOrItsName() async throws {
    let host = "name.tunnel.example"
    let open = try await ListenProcess.start(verifying: false)
    #expect(try open.deliver(Self.ping, host: host).status == 403)
    for host in ["localhost:1", "[::1]", "127.0.0.1"] {
      #expect(try open.deliver(Self.ping, host: host).status == 200)
    }
    let refused = try await open.stop()
    #expect(
      refused.errorOutput.contains(
        "its Host 'name.tunnel.example' isn't a name of this machine; "
          + "if that is your tunnel, use --secret-env or --allow-host name.tunnel.example\n"))

    let allowing = try await ListenProcess.start(["--allow-host", "Name.Tunnel.Example"], verifying: false)
    #expect(try allowing.deliver(Self.ping, host: host + ":443").status == 200)
    #expect(try allowing.deliver(Self.ping, host: "evil.example").status == 403)
    _ = try await allowing.stop()

    let verifying = try await ListenProcess.start()
    #expect(try verifying.deliver(Self.ping, host: host).status == 200)
    #expect(try verifying.deliver(Self.ping, signature: "0", host: host).status == 401)
    _ = try await verifying.stop()
  }

  @Test(arguments: ["https://name.example", "name.example:443", "a b", "name.example/x"])
  func aNameIsNoURL(name: String) async throws {
    let result = try await Command(
      BuiltProduct.path(named: "storehooks"), ["listen", "--allow-host", name]
    ).run()
    #expect(result.exitCode == 64)
    #expect(
      result.errorOutput
        == "error: --allow-host takes a host without scheme, port or path, such as 'name.example.com'\n")
  }

  /// A page's own name that resolves to 127.0.0.1 makes the simulator the page's origin.
  @Test func simulateObeysProgramsOfThisMachineOnly() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("fleet.json")
      let simulator = try await SimulatorProcess.start(in: workspace)
      let port = try #require(simulator.url.split(separator: ":").last.flatMap { UInt16($0) })
      func status(_ method: String, _ path: String, _ fields: String...) throws -> Int {
        let connection = try RawConnection(port: port)
        connection.send("\(method) \(path) HTTP/1.1\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
        return try connection.response().status
      }
      for path in ["/v1/apps", "/simulator/events"] {
        #expect(try status("GET", path, "Host: evil.example:\(port)") == 403)
        #expect(try status("GET", path, "Host: localhost", "Origin: http://localhost") == 403)
        #expect(try status("OPTIONS", path, "Host: localhost", "Origin: https://evil.example") == 403)
        #expect(try status("GET", path, "Host: 127.0.0.1", "Sec-Fetch-Site: same-origin") == 403)
        #expect(try status("GET", "http://evil.example\(path)", "Host: 127.0.0.1") == 403)
        #expect(try status("GET", path, "Host: localhost", "Host: evil.example") == 400)
      }
      #expect(try status("GET", "/v1/apps", "Host: LOCALHOST.:\(port)") == 401, "the API's own answer")
      #expect(try workspace.directory.read("fleet.json") == before)
      _ = try await simulator.stop()
    }
  }
}
