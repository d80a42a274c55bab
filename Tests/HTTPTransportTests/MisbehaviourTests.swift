import TestSupport
import Testing

@testable import HTTPTransport

/// A way in which a server misbehaves, and the error that must result.
struct Misbehaviour: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let kind: TransportError.Kind
  let script: ScriptedServer.Script

  init(_ name: String, _ kind: TransportError.Kind, _ script: @escaping ScriptedServer.Script) {
    testDescription = name
    self.kind = kind
    self.script = script
  }

  static let all: [Misbehaviour] = [
    Misbehaviour("never answers", .timedOut) { $0.waitForClose() },
    Misbehaviour("never finishes its header", .timedOut) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Le")
      connection.waitForClose()
    },
    Misbehaviour("never finishes its body", .timedOut) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      connection.waitForClose()
    },
    Misbehaviour("drips its body", .timedOut) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
      while connection.send("x") { connection.pause(milliseconds: 10) }
    },
    Misbehaviour("drips its header", .timedOut) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nX-Long: ")
      while connection.send("x") { connection.pause(milliseconds: 10) }
    },
    Misbehaviour("resets before it reads the request", .connectionLost) { connection in
      // A reset at once would now and then hit a client that is still connecting.
      connection.waitForBytes()
      connection.resetAtEnd()
    },
    Misbehaviour("resets after the request", .connectionLost) { connection in
      _ = connection.readRequest()
      connection.resetAtEnd()
    },
    Misbehaviour("closes after the request", .connectionLost) { _ = $0.readRequest() },
    Misbehaviour("closes within its header", .connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-")
    },
    Misbehaviour("resets within its body", .connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      connection.pause(milliseconds: 20)
      connection.resetAtEnd()
    },
    Misbehaviour("cuts its body short", .connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    },
    Misbehaviour("cuts its chunked body short", .connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
    },
    Misbehaviour("sends a body without end", .responseTooLarge) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\n\r\n")
      let piece = String(repeating: "x", count: 4096)
      while connection.send(piece) {}
    },
    Misbehaviour("announces a body that is too long", .responseTooLarge) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
      connection.waitForClose()
    },
    Misbehaviour("sends header fields without end", .responseTooLarge) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\n")
      while connection.send("X-Field: something\r\n") {}
    },
    Misbehaviour("sends a header field without end", .responseTooLarge) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nX-Field: ")
      let piece = String(repeating: "x", count: 4096)
      while connection.send(piece) {}
    },
    Misbehaviour("sends interim responses without end", .responseTooLarge) { connection in
      _ = connection.readRequest()
      while connection.send("HTTP/1.1 103 Early Hints\r\nLink: something\r\n\r\n") {}
    },
    Misbehaviour("isn't HTTP", .malformedResponse) { connection in
      _ = connection.readRequest()
      connection.send("220 mail.example.com ESMTP ready and some more text that is not HTTP at all\r\n")
    },
    Misbehaviour("sends a damaged status line", .malformedResponse) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 what\r\n\r\n")
    },
    Misbehaviour("sends a status out of range", .malformedResponse) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 999 Unknown\r\nContent-Length: 0\r\n\r\n")
    },
    Misbehaviour("sends a damaged gzip body", .malformedResponse) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip at!")
    },
  ]
}

@Suite struct MisbehaviourTests {
  @Test(arguments: Misbehaviour.all)
  func givesTypedError(_ misbehaviour: Misbehaviour) async throws {
    var limits = configuration()
    if misbehaviour.kind == .timedOut { limits.idleTimeout = .milliseconds(200) }
    limits.maxResponseBytes = 64 * 1024
    limits.maxHeaderBytes = 8 * 1024
    try await withServer(limits, script: misbehaviour.script) { server, transport in
      let secret = "Bearer not-to-be-seen"
      let request = HTTPRequest(.get, server.url("/v1/apps"), headers: ["Authorization": secret])
      let error = try #require(await failureOnceSent(request, by: transport))
      #expect(error.kind == misbehaviour.kind, "\(error.detail)")
      #expect(error.mayHaveReachedServer)
      #expect(!error.detail.isEmpty)
      #expect(!error.detail.contains("not-to-be-seen"))
      #expect(!error.detail.contains("\n"))
      // The connection isn't kept for later requests.
      try await waitUntil { server.openConnections == 0 }
    }
  }

  @Test func totalTimeoutEndsWhatTheIdleTimeoutDoesNot() async throws {
    let limits = configuration(total: .milliseconds(300))
    let script: ScriptedServer.Script = { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while connection.send("x") { connection.pause(milliseconds: 10) }
    }
    try await withServer(limits, script: script) { server, transport in
      let request = HTTPRequest(.get, server.url())
      let error = try #require(await failureOnceSent(request, by: transport))
      #expect(error.kind == .timedOut)
      #expect(error.mayHaveReachedServer)
    }
  }

  @Test func theIdleTimeStartsAnewWithEnoughBytes() throws {
    var limits = configuration(idle: .seconds(60))
    limits.minimumBytesPerIdleTimeout = 64
    let transfer = Transfer(
      HTTPRequest(.get, "http://127.0.0.1/"), url: try RequestURL("http://127.0.0.1/"), configuration: limits)
    transfer.restartIdleTime(after: .seconds(30))
    let first = transfer.idleDeadline
    transfer.countReceived(63)
    #expect(transfer.idleDeadline == first, "what drips doesn't count")
    transfer.restartIdleTime()
    let second = transfer.idleDeadline
    #expect(second < first, "the time to connect is over")
    for _ in 0..<3 { transfer.countReceived(20) }
    #expect(transfer.idleDeadline == second)
    transfer.countReceived(20)
    #expect(transfer.idleDeadline > second)
  }

  @Test func slowAnswerWithinTheLimitsIsRead() async throws {
    let script: ScriptedServer.Script = { connection in
      _ = connection.readRequest()
      for piece in ["HTTP/1.1 2", "00 OK\r", "\nContent-Le", "ngth: 4\r\n", "\r\nab", "cd"] {
        connection.send(piece)
        connection.pause(milliseconds: 20)
      }
    }
    try await withServer(script: script) { server, transport in
      let response = try await transport.send(HTTPRequest(.get, server.url()))
      #expect(response.body == Array("abcd".utf8))
    }
  }

  @Test func limitsMayBeAsLongAsCanBe() async throws {
    let longest = Duration.seconds(Int64.max)
    try await withServer(configuration(total: longest, idle: longest, connect: longest), script: answerAll) {
      server, transport in
      try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
    }
  }

  @Test func refusedConnection() async throws {
    let refusing = try ScriptedServer.RefusingPort()
    let transport = try CurlTransport(configuration: configuration())
    let error = await failure(HTTPRequest(.post, "http://127.0.0.1:\(refusing.port)/"), by: transport)
    #expect(error?.kind == .connectionFailed)
    #expect(error?.mayHaveReachedServer == false)
    withExtendedLifetime(refusing) {}
  }

  @Test func unknownHost() async throws {
    let transport = try CurlTransport(configuration: configuration())
    // RFC 6761: no resolver may know a name under .invalid.
    let error = await failure(HTTPRequest(.get, "https://storehooks.invalid/"), by: transport)
    #expect([.hostNotFound, .connectionFailed, .timedOut].contains(error?.kind))
    #expect(error?.mayHaveReachedServer == false)
  }

  @Test func connectTimeout() async throws {
    // A server that never answers doesn't finish TLS either, so the request wasn't sent.
    try await withServer(configuration(connect: .milliseconds(200)), script: neverAnswer) {
      server, transport in
      let error = await failure(HTTPRequest(.post, "https://127.0.0.1:\(server.port)/"), by: transport)
      #expect(error?.kind == .timedOut)
      #expect(error?.mayHaveReachedServer == false)
    }
  }
}
