import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct ResponseTests {
  private func response(
    to method: HTTPMethod = .get, _ configuration: CurlTransport.Configuration = configuration(),
    text: String
  ) async throws -> HTTPResponse {
    try await response(to: method, configuration, bytes: Array(text.utf8))
  }

  private func response(
    to method: HTTPMethod = .get, _ configuration: CurlTransport.Configuration = configuration(),
    bytes: [UInt8]
  ) async throws -> HTTPResponse {
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.send(bytes)
    }
    defer { server.stop() }
    return try await CurlTransport(configuration: configuration).send(HTTPRequest(method, server.url()))
  }

  @Test func fieldsAndBody() async throws {
    let response = try await response(
      text: "HTTP/1.1 201 Created\r\nX-Rate-Limit: user-hour-lim:3600;user-hour-rem:3412;\r\n"
        + "Set-Cookie: a\r\nset-cookie:b  \r\nEmpty:\r\nContent-Length: 3\r\n\r\nabc")
    #expect(response.status == 201)
    #expect(response.headers["x-rate-limit"] == "user-hour-lim:3600;user-hour-rem:3412;")
    #expect(response.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value) == ["a", "b"])
    #expect(response.headers["empty"] == "")
    #expect(response.body == Array("abc".utf8))
  }

  @Test func onlyTheFinalHeadCounts() async throws {
    let response = try await response(
      text: "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nX-Final: 1\r\nContent-Length: 0\r\n\r\n")
    #expect(response.status == 200)
    #expect(response.headers["X-Interim"] == nil)
    #expect(response.headers["Link"] == nil)
    #expect(response.headers["X-Final"] == "1")
  }

  @Test func foldedFieldsAreJoined() async throws {
    let response = try await response(
      text: "HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\n\tthree\r\nContent-Length: 0\r\n\r\n")
    #expect(response.headers["X-Folded"] == "one two three")
  }

  @Test func trailersAreNoHeaders() async throws {
    let response = try await response(
      text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
        + "3\r\nabc\r\n2;extension=1\r\nde\r\n0\r\nX-Late: 1\r\n\r\n")
    #expect(response.body == Array("abcde".utf8))
    #expect(response.headers["X-Late"] == nil)
  }

  @Test func http10BodyEndsWithTheConnection() async throws {
    let response = try await response(
      text: "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end")
    #expect(response.body == Array("until the end".utf8))
  }

  @Test(arguments: [204, 304])
  func bodyOfABodilessStatusIsIgnored(_ status: Int) async throws {
    let text = "HTTP/1.1 \(status) Text\r\nContent-Length: 5\r\n\r\nhello"
    let response = try await response(to: .delete, text: text)
    #expect(response.status == status)
    #expect(response.body.isEmpty)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 429, 500, 503])
  func errorStatusIsAResponse(_ status: Int) async throws {
    let text = "HTTP/1.1 \(status) Text\r\nContent-Length: 2\r\nWWW-Authenticate: Basic\r\n\r\n{}"
    let response = try await response(to: .post, text: text)
    #expect(response.status == status)
    #expect(response.body == Array("{}".utf8))
  }

  /// `printf 'compressed text' | gzip -9n`
  private static let gzip: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0xce, 0xcf, 0x2d, 0x28, 0x4a, 0x2d,
    0x2e,
    0x4e, 0x4d, 0x51, 0x28, 0x49, 0xad, 0x28, 0x01, 0x00, 0xc2, 0x18, 0xd8, 0xd8, 0x0f, 0x00, 0x00, 0x00,
  ]

  @Test func gzipIsDecoded() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Self.gzip.count)\r\n\r\n"
    let response = try await response(bytes: Array(head.utf8) + Self.gzip)
    #expect(response.body == Array("compressed text".utf8))
  }

  @Test func limitCountsDecodedBytes() async throws {
    var limits = configuration()
    limits.maxResponseBytes = 14
    // Chunked, so that the size isn't known beforehand.
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n23\r\n"
    let bytes = Array(head.utf8) + Self.gzip + Array("\r\n0\r\n\r\n".utf8)
    await #expect(throws: TransportError.self) { try await response(limits, bytes: bytes) }
    limits.maxResponseBytes = 15
    #expect(try await response(limits, bytes: bytes).body.count == 15)
  }

  @Test func bodyOfExactlyTheLimitIsRead() async throws {
    var limits = configuration()
    limits.maxResponseBytes = 100_000
    let body = String(repeating: "x", count: 100_000)
    let response = try await response(limits, text: "HTTP/1.1 200 OK\r\n\r\n\(body)")
    #expect(response.body.count == 100_000)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func redirectIsReturnedAndNotFollowed(_ status: Int) async throws {
    let other = try ScriptedServer(answerAll)
    defer { other.stop() }
    let location = other.url("/elsewhere")
    let script: ScriptedServer.Script = { connection in
      while connection.readRequest() != nil {
        connection.respond(status, headers: "Location: \(location)\r\n")
      }
    }
    try await withServer(script: script) { server, transport in
      let request = HTTPRequest(.get, server.url(), headers: ["Authorization": "Bearer something"])
      let response = try await transport.send(request)
      #expect(response.status == status)
      #expect(response.headers["Location"] == location)
      #expect(server.acceptedConnections == 1)
      #expect(other.acceptedConnections == 0)
    }
  }
}
