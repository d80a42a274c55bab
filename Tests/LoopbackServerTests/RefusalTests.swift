import LoopbackServer
import TestSupport
import Testing

/// Requests that must not reach the handler, and what their client is answered.
@Suite struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var request: String
    var status: Int
    var testDescription: String { name }

    init(_ name: String, _ request: String, _ status: Int) {
      self.name = name
      self.request = request
      self.status = status
    }
  }

  static let post = "POST / HTTP/1.1\r\nHost: x\r\n"
  static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

  static let lines: [Case] = [
    Case("no request line", "nonsense\r\n\r\n", 400),
    Case("two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    Case("no version", "GET /\r\nHost: x\r\n\r\n", 400),
    Case("a version that isn't one", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n", 400),
    Case("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    Case("HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505),
    Case("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 501),
    Case("a method that is no token", "G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    Case("a relative target", "GET path HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    Case("a URL without a host", "GET http:///path HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    Case("a target with raw UTF-8", "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    Case("a long target", "GET /" + String(repeating: "a", count: 600) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414),
  ]

  static let headers: [Case] = [
    Case("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
    Case("two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    Case("a bare LF", "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
    Case("a bare CR", "GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", 400),
    Case("NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400),
    Case("DEL in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\u{7F}b\r\n\r\n", 400),
    Case("a folded header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400),
    Case("a space before the colon", "GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n", 400),
    Case("a header without a name", "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n", 400),
    Case("a header without a colon", "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400),
    Case("another expectation", post + "Expect: coffee\r\nContent-Length: 0\r\n\r\n", 417),
    Case("a long header", post + "X: " + String(repeating: "a", count: 600) + "\r\n\r\n", 431),
    Case("an endless header", post + "X: " + String(repeating: "a", count: 9000), 431),
  ]

  static let bodies: [Case] = [
    Case("both lengths", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    Case("two lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    Case("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400),
    Case("a signed length", post + "Content-Length: +3\r\n\r\nabc", 400),
    Case("a negative length", post + "Content-Length: -3\r\n\r\nabc", 400),
    Case("an empty length", post + "Content-Length:\r\n\r\n", 400),
    Case("a length past Int", post + "Content-Length: 99999999999999999999\r\n\r\n", 413),
    Case("a body that is too long", post + "Content-Length: 1001\r\n\r\n", 413),
    Case("an unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", 501),
    Case("two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    Case("a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    Case("chunks that are too long", chunked + "3E9\r\n", 413),
    Case("chunks that are too long together", chunked + "1\r\na\r\n3E8\r\n", 413),
    Case("a chunk without a size", chunked + ";x\r\n", 400),
    Case("a chunk with a signed size", chunked + "+3\r\nabc\r\n", 400),
    Case("a chunk longer than its size", chunked + "3\r\nabcd\r\n", 400),
    Case("a chunk line with a bare LF", chunked + "3\nabc\r\n", 400),
    Case("an endless chunk line", chunked + "1;" + String(repeating: "x", count: 400), 400),
    Case("endless trailers", chunked + "0\r\n" + String(repeating: "X: yyyyyyyyyy\r\n", count: 60), 431),
  ]

  @Test(arguments: lines + headers + bodies) func refuses(_ refusal: Case) throws {
    let test = try ServerUnderTest(limits: .init(headerBytes: 512, bodyBytes: 1000))
    let connection = try test.connect()
    connection.send(refusal.request)
    let response = try connection.response()
    #expect(response.status == refusal.status)
    #expect(response.headers["connection"] == "close")
    #expect(!response.body.isEmpty)
    #expect(test.requests.isEmpty)
    connection.finishSending()
    #expect(try connection.rest().isEmpty)
  }

  @Test func refusesHeadersThatAreNotUTF8() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    connection.send(Array("GET / HTTP/1.1\r\nHost: x\r\nX: ".utf8) + [0xFF] + Array("\r\n\r\n".utf8))
    #expect(try connection.response().status == 400)
  }

  @Test func sendsTheRefusalEvenWhileTheBodyStillComes() throws {
    let test = try ServerUnderTest(limits: .init(bodyBytes: 1000))
    let connection = try test.connect()
    connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    connection.send([UInt8](repeating: 0, count: 100_000))
    #expect(try connection.response().status == 413)
  }
}
