import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct RequestTests {
  /// Sends a request and returns it as the server received it.
  private func received(
    _ method: HTTPMethod, headers: HTTPHeaders = [:], body: [UInt8] = []
  ) async throws -> ScriptedConnection.Request {
    let recorder = Recorder()
    let script: ScriptedServer.Script = { connection in
      while let request = connection.readRequest() {
        recorder.add(request)
        connection.respond()
      }
    }
    try await withServer(script: script) { server, transport in
      let url = server.url("/v1/apps?filter%5BbundleId%5D=com.example")
      _ = try await transport.send(HTTPRequest(method, url, headers: headers, body: body))
    }
    #expect(recorder.all.count == 1)
    return try #require(recorder.all.first)
  }

  @Test(arguments: [HTTPMethod.get, .delete])
  func withoutBody(_ method: HTTPMethod) async throws {
    let request = try await received(method)
    #expect(request.line == "\(method.rawValue) /v1/apps?filter%5BbundleId%5D=com.example HTTP/1.1")
    #expect(request.field("Content-Length") == nil)
    #expect(request.field("Content-Type") == nil)
    #expect(request.field("User-Agent") == "tests")
    #expect(request.field("Accept-Encoding")?.contains("gzip") == true)
  }

  @Test(arguments: [HTTPMethod.post, .patch])
  func emptyBodyHasALength(_ method: HTTPMethod) async throws {
    let request = try await received(method)
    #expect(request.line.hasPrefix("\(method.rawValue) "))
    #expect(request.field("Content-Length") == "0")
    #expect(request.field("Content-Type") == nil)
  }

  @Test(arguments: [HTTPMethod.post, .patch, .delete, .get], [1, 2000, 2_000_000])
  func body(_ method: HTTPMethod, _ size: Int) async throws {
    // With zeros, too: a body isn't a C string.
    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let request = try await received(method, headers: ["Content-Type": "application/json"], body: body)
    #expect(request.line.hasPrefix("\(method.rawValue) "))
    #expect(request.field("Content-Length") == "\(size)")
    #expect(request.field("Content-Type") == "application/json")
    #expect(request.field("Expect") == nil)
    #expect(request.field("Transfer-Encoding") == nil)
    #expect(request.body == body)
  }

  @Test func fieldsAreSentAsGiven() async throws {
    var headers: HTTPHeaders = ["Authorization": "Bearer something", "X-Empty": "", "User-Agent": "other"]
    headers.append(name: "X-Twice", value: "1")
    headers.append(name: "X-Twice", value: "2")
    let request = try await received(.get, headers: headers)
    #expect(request.field("Authorization") == "Bearer something")
    #expect(request.field("X-Empty") == "")
    #expect(request.field("User-Agent") == "other")
    #expect(request.head.contains("X-Twice: 1\r\nX-Twice: 2\r\n"))
    #expect(request.field("Cookie") == nil)
  }

  @Test(arguments: ["a\r\nInjected: b", "a\nb", "a\rb", "a\0b", "a\u{7F}b"])
  func controlCharactersInValuesAreRefused(_ value: String) async throws {
    try await withServer(script: answerAll) { server, transport in
      let request = HTTPRequest(.get, server.url(), headers: ["Authorization": value])
      let error = try #require(await failure(request, by: transport))
      #expect(error.kind == .other)
      #expect(!error.mayHaveReachedServer)
      #expect(error.detail.contains("'Authorization'"))
      #expect(!error.detail.contains("Injected"))
      #expect(server.acceptedConnections == 0)
    }
  }

  @Test(arguments: ["", "a b", "a:b", "a\r\nb", "ä"])
  func malformedNamesAreRefused(_ name: String) async throws {
    let transport = try CurlTransport(configuration: configuration())
    var headers = HTTPHeaders()
    headers.append(name: name, value: "x")
    let request = HTTPRequest(.get, "http://127.0.0.1:1/", headers: headers)
    #expect(await failure(request, by: transport)?.kind == .other)
  }

  @Test(arguments: [
    "", "/v1/apps", "api.example.com", "https:api.example.com", "https://", "https:///v1", "https://:443/",
    "http://api.example.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "http://127.1/",
    "http://localhost.example.com/", "http://[::2]/", "http://2130706433/", "ftp://127.0.0.1/",
    "file:///etc/hosts", "gopher://127.0.0.1/", "https://user@api.example.com/",
    "https://user:hush@api.example.com/", "http://api.example.com@127.0.0.1/",
    "http://127.0.0.1\\@api.example.com/", "https://api.example.com:0/", "https://api.example.com:65536/",
    "https://api.example.com:x/", "https://api.example.com:/", "https://[::1/", "https://[::1]x/",
    "https://[fe80::1%25eth0]/", "https://api.exa mple.com/", "https://api.example.com/ä",
    "https://api.example.com/\r\nHost: x", "https://api%2eexample.com/",
  ])
  func urlIsRefused(_ url: String) async throws {
    let transport = try CurlTransport(configuration: configuration())
    let error = try #require(await failure(HTTPRequest(.get, url), by: transport))
    #expect(error.kind == .invalidURL)
    #expect(!error.mayHaveReachedServer)
    #expect(!error.detail.contains("hush"))
  }

  @Test(arguments: [
    ("https://api.example.com", "https://api.example.com:443", false),
    ("HTTPS://API.example.com:8443/v1?x#y", "https://api.example.com:8443", false),
    ("http://LOCALHOST:8080/", "http://localhost:8080", true),
    ("http://127.200.3.4?x", "http://127.200.3.4:80", true),
    ("http://[::1]:81/", "http://[::1]:81", true),
    ("https://[2001:DB8::1]/a@b", "https://[2001:db8::1]:443", false),
    ("https://127.0.0.1/", "https://127.0.0.1:443", true),
  ])
  func urlIsAccepted(_ text: String, _ origin: String, _ isLoopback: Bool) throws {
    let url = try RequestURL(text)
    #expect(url.origin == origin)
    #expect(url.isLoopback == isLoopback)
  }

  @Test func localhostByNameWorks() async throws {
    try await withServer(script: answerAll) { server, transport in
      let response = try await transport.send(HTTPRequest(.get, "http://localhost:\(server.port)/"))
      #expect(response.status == 200)
    }
  }
}
