import TestSupport
import Testing

@testable import HTTPTransport

/// Against `openssl s_server`, with a self-signed certificate made for the test.
@Suite(.enabled(if: CommandRunner.isInstalled("openssl"))) struct TLSTests {
  /// A running `s_server -www`, which answers every GET with a page.
  private final class Server {
    let port: UInt16
    let identity: SelfSignedCertificate
    private let process: pid_t

    var certificate: String { identity.certificate }

    init(name: String = "127.0.0.1", options: [String] = []) async throws {
      identity = try SelfSignedCertificate(for: name)
      let directory = identity.directory
      let output = "output"
      let address = try Self.address()
      let started = try #require(
        CommandRunner.start(
          [
            "openssl", "s_server", "-accept", address, "-cert", identity.certificate, "-key",
            identity.key,
            "-www",
          ]
            + options,
          output: directory.file(output)))
      process = started
      var port: UInt16?
      try await waitUntil {
        // "ACCEPT 127.0.0.1:40123", or just "ACCEPT" if the port was chosen here.
        let text = String(decoding: directory.read(output), as: UTF8.self)
        let match = text.firstMatch(of: #/ACCEPT(?: 127\.0\.0\.1:(\d+))?\s/#)
        port = match.flatMap { UInt16($0.1 ?? address[...]) }
        return port != nil || CommandRunner.hasEnded(started)
      }
      self.port = try #require(port)
    }

    deinit { CommandRunner.stop(process) }

    /// The value of `-accept`: macOS has LibreSSL's openssl, which takes only a port, and can't choose one itself.
    private static func address() throws -> String {
      #if os(Linux)
        return "127.0.0.1:0"
      #else
        let server = try ScriptedServer { _ in }
        defer { server.stop() }
        return String(server.port)
      #endif
    }

    /// How a request to it ends.
    func outcome(_ configuration: CurlTransport.Configuration) async throws
      -> Result<HTTPResponse, TransportError>
    {
      let transport = try CurlTransport(configuration: configuration)
      do throws(TransportError) {
        return .success(try await transport.send(HTTPRequest(.get, "https://127.0.0.1:\(port)/")))
      } catch {
        return .failure(error)
      }
    }
  }

  private func failure(_ outcome: Result<HTTPResponse, TransportError>) -> TransportError? {
    guard case .failure(let error) = outcome else { return nil }
    return error
  }

  @Test func selfSignedCertificateIsRefusedUnlessItIsNamed() async throws {
    let server = try await Server()
    let refused = try #require(failure(try await server.outcome(configuration())))
    #expect(refused.kind == .tls)
    #expect(!refused.mayHaveReachedServer)
    #expect(refused.detail.contains("SSL_CERT_FILE"))
    var trusting = configuration()
    trusting.caFile = server.certificate
    #expect(try await server.outcome(trusting).get().status == 200)
  }

  @Test func wrongHostNameIsRefused() async throws {
    let server = try await Server(name: "other.example.com")
    var trusting = configuration()
    trusting.caFile = server.certificate
    let refused = try #require(failure(try await server.outcome(trusting)))
    #expect(refused.kind == .tls)
    #expect(!refused.mayHaveReachedServer)
  }

  @Test func missingFileOfAuthoritiesIsNamed() async throws {
    let server = try await Server()
    var missing = configuration()
    missing.caFile = "/nowhere/authorities.pem"
    let refused = try #require(failure(try await server.outcome(missing)))
    #expect(refused.kind == .tls)
    #expect(refused.detail.contains("/nowhere/authorities.pem"))
    #expect(refused.detail.contains("SSL_CERT_FILE"))
  }

  @Test func damagedFileOfAuthoritiesHasARemedy() async throws {
    let server = try await Server()
    let directory = try ScratchDirectory()
    var damaged = configuration()
    damaged.caFile = try directory.write("nothing of the kind".utf8, to: "authorities.pem")
    let refused = try #require(failure(try await server.outcome(damaged)))
    #expect(refused.kind == .tls)
    #expect(refused.detail.contains("SSL_CERT_FILE"))
  }

  @Test(arguments: ["-tls1", "-tls1_1"])
  func oldVersionsOfTLSAreRefused(_ version: String) async throws {
    let server = try await Server(options: [version, "-cipher", "DEFAULT@SECLEVEL=0"])
    var trusting = configuration()
    trusting.caFile = server.certificate
    #expect(failure(try await server.outcome(trusting))?.kind == .tls)
  }

  @Test func plainServerIsNoTLS() async throws {
    let server = try ScriptedServer { connection in
      connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
      connection.waitForClose()
    }
    defer { server.stop() }
    let transport = try CurlTransport(configuration: configuration())
    do throws(TransportError) {
      _ = try await transport.send(HTTPRequest(.post, "https://127.0.0.1:\(server.port)/"))
      Issue.record("there was no TLS")
    } catch {
      #expect(error.kind == .tls)
      #expect(!error.mayHaveReachedServer)
    }
  }

  #if compiler(>=6.2)
    /// In a process of its own, because all tests share the environment.
    @Test func environmentNamesTheAuthority() async {
      await #expect(processExitsWith: .success) {
        let server = try await Server()
        setenv("SSL_CERT_FILE", server.certificate, 1)
        #expect(try await server.outcome(configuration()).get().status == 200)
      }
    }

    /// A proxy for everything but loopback hosts. The server isn't a proxy and would answer differently.
    @Test func environmentsProxyIsUsedButNotForLoopback() async {
      await #expect(processExitsWith: .success) {
        let recorder = Recorder()
        let proxy = try ScriptedServer { connection in
          guard let request = connection.readRequest() else { return }
          recorder.add(request)
          connection.respond(403)
        }
        setenv("https_proxy", proxy.url(), 1)
        setenv("all_proxy", proxy.url(), 1)
        setenv("http_proxy", proxy.url(), 1)
        let transport = try CurlTransport(configuration: configuration())
        let headers: HTTPHeaders = ["Authorization": "Bearer something"]
        let error = await HTTPTransportTests.failure(
          HTTPRequest(.post, "https://storehooks.invalid/", headers: headers), by: transport)
        #expect(error?.kind == .proxyFailed)
        #expect(error?.mayHaveReachedServer == false)
        #expect(recorder.all.map(\.line) == ["CONNECT storehooks.invalid:443 HTTP/1.1"])
        #expect(recorder.all.first?.field("Authorization") == nil)

        let server = try ScriptedServer(answerAll)
        try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
        #expect(recorder.all.count == 1)
      }
    }
  #endif
}
