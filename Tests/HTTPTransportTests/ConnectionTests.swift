import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct ConnectionTests {
  @Test func sequentialRequestsShareAConnection() async throws {
    try await withServer(script: answerAll) { server, transport in
      for _ in 0..<50 { _ = try await transport.send(HTTPRequest(.get, server.url())) }
      // libcurl doesn't trust one that has been idle for two minutes, as it may be on a machine that is busy.
      #expect(server.acceptedConnections <= 5)
    }
  }

  @Test func thousandRequestsOverFewConnections() async throws {
    try await withServer(script: answerAll) { server, transport in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<1000 {
          let method: HTTPMethod = index.isMultiple(of: 2) ? .get : .post
          let request = HTTPRequest(method, server.url("/\(index)"))
          group.addTask { try await transport.send(request).status }
        }
        return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(statuses == [200: 1000])
      #expect(server.acceptedConnections <= 8)
    }
  }

  /// A machine that is too slow to answer within the limit gets more time; waiting for a turn would use up any.
  @Test func requestsOverTheLimitWaitAndAreNotTimedMeanwhile() async throws {
    var pause = 100
    while try await !areAnsweredInTurn(after: pause) {
      pause *= 2
      try #require(pause < 5_000)
    }
  }

  /// Whether sixteen requests over two connections are answered, each after so many milliseconds, of which five times
  /// as many are allowed.
  private func areAnsweredInTurn(after pause: Int) async throws -> Bool {
    var limits = configuration(total: .milliseconds(5 * pause))
    limits.maxConnectionsPerHost = 2
    let script: ScriptedServer.Script = { connection in
      while connection.readRequest() != nil {
        connection.pause(milliseconds: pause)
        connection.respond()
      }
    }
    var failures: [TransportError.Kind] = []
    try await withServer(limits, script: script) { server, transport in
      failures = await withTaskGroup(of: TransportError.Kind?.self) { group in
        for number in 0..<16 {
          group.addTask {
            do throws(TransportError) {
              _ = try await transport.send(HTTPRequest(.get, server.url("/\(number)")))
              return nil
            } catch {
              return error.kind
            }
          }
        }
        return await group.reduce(into: []) { if let kind = $1 { $0.append(kind) } }
      }
      #expect(failures.allSatisfy { $0 == .timedOut } && server.mostOpenConnections >= 2)
    }
    return failures.isEmpty
  }

  @Test func originsDoNotWaitForEachOther() async throws {
    var limits = configuration()
    limits.maxConnectionsPerHost = 1
    let stuck = try ScriptedServer(neverAnswer)
    defer { stuck.stop() }
    try await withServer(limits, script: answerAll) { server, transport in
      let waiting = Task { try await transport.send(HTTPRequest(.get, stuck.url())) }
      try await waitUntil { stuck.acceptedConnections == 1 }
      try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
      waiting.cancel()
    }
  }

  /// If a reused connection breaks before an answer, libcurl sends the request again on a new one. For
  /// anything but a GET, the server may have acted on the first.
  @Test(arguments: [HTTPMethod.post, .patch, .delete])
  func isNeverSentTwice(_ method: HTTPMethod) async throws {
    for body in [[], Array("{}".utf8)] {
      let recorder = Recorder()
      let script: ScriptedServer.Script = { connection in
        while let request = connection.readRequest() {
          recorder.add(request)
          guard request.line.hasPrefix("GET") else { return }
          connection.respond()
        }
      }
      try await withServer(script: script) { server, transport in
        _ = try await transport.send(HTTPRequest(.get, server.url()))
        let error = await failure(HTTPRequest(method, server.url(), body: body), by: transport)
        #expect(error?.kind == .connectionLost)
        #expect(error?.mayHaveReachedServer == true)
        #expect(recorder.all.count { $0.line.hasPrefix(method.rawValue) } == 1)
      }
    }
  }

  @Test func getIsRepeatedOnANewConnection() async throws {
    let script: ScriptedServer.Script = { connection in
      // Each connection answers one request and breaks during the second.
      guard connection.readRequest() != nil else { return }
      connection.respond()
      _ = connection.readRequest()
    }
    try await withServer(script: script) { server, transport in
      for _ in 0..<3 {
        try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
      }
    }
  }

  @Test func connectionThatTheServerClosedIsReplaced() async throws {
    let script: ScriptedServer.Script = { connection in
      guard connection.readRequest() != nil else { return }
      connection.respond()
    }
    try await withServer(script: script) { server, transport in
      for round in 1...5 {
        try await expectStatus(200, of: HTTPRequest(.post, server.url()), by: transport)
        try await waitUntil { server.openConnections == 0 }
        #expect(server.acceptedConnections == round)
        // The end reaches the client's side of the loopback after close() returned.
        try await waitUntil {
          connections(to: server.port).allSatisfy { descriptor in
            var byte: UInt8 = 0
            return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
          }
        }
      }
    }
  }

  @Test func bodyAfter204DoesNotSpoilTheNextResponse() async throws {
    let script: ScriptedServer.Script = { connection in
      while let request = connection.readRequest() {
        if request.line.hasPrefix("DELETE") {
          connection.send("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 Forged\r\nContent-Length: 0\r\n\r\n")
        } else {
          connection.respond()
        }
      }
    }
    try await withServer(script: script) { server, transport in
      try await expectStatus(204, of: HTTPRequest(.delete, server.url()), by: transport)
      try await expectStatus(200, of: HTTPRequest(.post, server.url()), by: transport)
    }
  }
}
