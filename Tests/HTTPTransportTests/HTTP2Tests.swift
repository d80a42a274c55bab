import TestSupport
import Testing

@testable import HTTPTransport

/// Against Node.js, the HTTP/2 server that most machines have. Skipped if there is none.
@Suite(.enabled(if: CommandRunner.isInstalled("openssl") && CommandRunner.isInstalled("node")))
struct HTTP2Tests {
  private static let script = """
    const fs = require('fs');
    const server = require('http2').createSecureServer(
      { cert: fs.readFileSync(process.argv[2]), key: fs.readFileSync(process.argv[3]) });
    let sessions = 0, posts = 0;
    server.on('session', () => { sessions += 1; });
    server.on('sessionError', () => {});
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {});
      const path = headers[':path'];
      if (headers[':method'] === 'POST') posts += 1;
      if (path === '/wait') return;
      if (path === '/reset') return stream.close(2);
      if (path === '/refuse') return stream.close(7);
      if (path === '/break') return stream.session.destroy();
      if (path === '/echo') { stream.respond({ ':status': 201 }); return stream.pipe(stream); }
      setTimeout(() => {
        if (stream.destroyed) return;
        stream.additionalHeaders({ ':status': 103, 'x-interim': '1' });
        stream.respond({ ':status': 200, 'x-sessions': sessions, 'x-posts': posts });
        stream.end('ok');
      }, 5);
    });
    server.listen(0, '127.0.0.1', () => console.log(`PORT ${server.address().port} `));
    """

  private final class Server {
    let identity: SelfSignedCertificate
    let port: UInt16
    private let process: pid_t

    init() async throws {
      identity = try SelfSignedCertificate()
      let directory = identity.directory
      let script = try directory.write(HTTP2Tests.script.utf8, to: "server.js")
      let started = try #require(
        CommandRunner.start(
          ["node", script, identity.certificate, identity.key], output: directory.file("output")))
      process = started
      var port: UInt16?
      try await waitUntil {
        let text = String(decoding: directory.read("output"), as: UTF8.self)
        port = text.firstMatch(of: #/PORT (\d+) /#).flatMap { UInt16($0.1) }
        return port != nil || CommandRunner.hasEnded(started)
      }
      self.port = try #require(port)
    }

    deinit { CommandRunner.stop(process) }

    func request(_ method: HTTPMethod, _ path: String, body: String = "") -> HTTPRequest {
      HTTPRequest(method, "https://127.0.0.1:\(port)\(path)", body: Array(body.utf8))
    }

    func transport() throws -> CurlTransport {
      var limits = configuration()
      limits.caFile = identity.certificate
      return try CurlTransport(configuration: limits)
    }
  }

  @Test func requestsShareOneConnection() async throws {
    let server = try await Server()
    let transport = try server.transport()
    try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
      for _ in 0..<200 {
        group.addTask { [request = server.request(.get, "/")] in try await transport.send(request) }
      }
      for try await response in group {
        #expect(response.status == 200)
        #expect(response.body == Array("ok".utf8))
        #expect(response.headers["X-Interim"] == nil)
        #expect(response.headers["X-Sessions"] == "1")
      }
    }
  }

  @Test func bodiesAreSent() async throws {
    let server = try await Server()
    let transport = try server.transport()
    let body = String(repeating: "body ", count: 50_000)
    let response = try await transport.send(server.request(.patch, "/echo", body: body))
    #expect(response.status == 201)
    #expect(response.body == Array(body.utf8))
  }

  @Test func brokenStreamsAndConnectionsAreLost() async throws {
    let server = try await Server()
    let transport = try server.transport()
    for path in ["/reset", "/break"] {
      try await expectStatus(200, of: server.request(.get, "/"), by: transport)
      let error = await failure(server.request(.post, path, body: "{}"), by: transport)
      #expect(error?.kind == .connectionLost, "\(path): \(error?.detail ?? "")")
      #expect(error?.mayHaveReachedServer == true)
    }
    let response = try await transport.send(server.request(.get, "/"))
    #expect(response.headers["X-Posts"] == "2")
  }

  /// The server says that it did nothing, so libcurl would send the request again; a POST is left to the caller.
  @Test func refusedPostIsNotRepeated() async throws {
    let server = try await Server()
    let transport = try server.transport()
    try await expectStatus(200, of: server.request(.get, "/"), by: transport)
    let error = await failure(server.request(.post, "/refuse", body: "{}"), by: transport)
    #expect(error?.kind == .connectionLost)
    let response = try await transport.send(server.request(.get, "/"))
    #expect(response.headers["X-Posts"] == "1")
  }

  @Test func cancellingOneStreamLeavesTheOthers() async throws {
    let server = try await Server()
    let transport = try server.transport()
    try await expectStatus(200, of: server.request(.get, "/"), by: transport)
    for round in 0..<20 {
      let wait = server.request(.get, "/wait")
      let waiting = Task { await failure(wait, by: transport)?.kind }
      let quick = (0..<4).map { _ in
        Task { [request = server.request(.get, "/")] in try await transport.send(request) }
      }
      for _ in 0..<(round * 5) { await Task.yield() }
      waiting.cancel()
      #expect(await waiting.value == .cancelled)
      for task in quick {
        let response = try await task.value
        #expect(response.status == 200)
      }
    }
    let response = try await transport.send(server.request(.get, "/"))
    #expect(response.headers["X-Sessions"] == "1")
  }
}
