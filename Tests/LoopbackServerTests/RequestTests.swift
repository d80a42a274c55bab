import LoopbackServer
import TestSupport
import Testing

@Suite struct RequestTests {
  @Test func answersARequest() throws {
    let test = try ServerUnderTest()
    let response = try test.exchange(
      "POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nX-One:  two words \t\r\nContent-Length: 3\r\n\r\nabc")
    #expect(response.status == 200)
    #expect(response.headers["x-method"] == "POST")
    #expect(response.headers["x-target"] == "/a%20b?c=d")
    #expect(response.text == "abc")
    let request = try #require(test.requests.first)
    #expect(request["x-ONE"] == "two words")
    #expect(request["absent"] == nil)
    #expect(String(describing: request) == "POST /a%20b?c=d")
  }

  @Test func keepsTheConnectionAndAnswersPipelinedRequestsInOrder() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    let texts = (0..<50).map { "PUT /\($0) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n\($0 % 10)!" }
    connection.send(texts.joined())
    for number in 0..<50 {
      let response = try connection.response()
      #expect(response.headers["x-target"] == "/\(number)")
      #expect(response.text == "\(number % 10)!")
      #expect(response.headers["connection"] == nil)
    }
    connection.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(try connection.response().headers["connection"] == "close")
    #expect(try connection.rest().isEmpty)
  }

  @Test func readsARequestThatComesByteByByte() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    for byte in Array("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi".utf8) {
      connection.send([byte])
    }
    #expect(try connection.response().text == "hi")
  }

  @Test func readsChunks() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
    connection.send(
      head + "4;name=value\r\nWiki\r\n5\r\npedia\r\nA\r\n in\r\n\r\nmor\r\n0\r\nTrailer: x\r\n\r\n")
    #expect(try connection.response().text == "Wikipedia in\r\n\r\nmor")
    connection.send(head + "0\r\n\r\n")
    #expect(try connection.response().text == "")
  }

  @Test func answersHeadWithoutABody() throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(ServerResponse(status: 200, body: Array("twelve bytes".utf8)))
    })
    let connection = try test.connect()
    connection.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + simpleGet)
    #expect(try connection.response(hasBody: false).headers["content-length"] == "12")
    #expect(try connection.response().text == "twelve bytes")
  }

  @Test func asksForABodyThatIsExpectedToBeAskedFor() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    connection.send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
    #expect(try connection.response(hasBody: false).status == 100)
    connection.send("hi")
    #expect(try connection.response().text == "hi")
  }

  @Test func neverAsksForABodyThatIsTooLong() throws {
    let test = try ServerUnderTest(limits: .init(bodyBytes: 10))
    let response = try test.exchange(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
    #expect(response.status == 413)
    #expect(test.requests.isEmpty)
  }

  @Test func treatsHTTP10AsOneRequestUnlessAskedOtherwise() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    connection.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(try connection.response().headers["connection"] == "keep-alive")
    connection.send("GET / HTTP/1.0\r\n\r\n")
    #expect(try connection.response().headers["connection"] == "close")
    #expect(try connection.rest().isEmpty)
  }

  @Test func takesAbsoluteTargetsAndAnEmptyLineBeforehand() throws {
    let test = try ServerUnderTest()
    let whole = try test.exchange("\r\nGET http://x:80/a?b HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(whole.headers["x-target"] == "/a?b")
    let bare = try test.exchange("GET HTTP://x?b HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(bare.headers["x-target"] == "/?b")
    let star = try test.exchange("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(star.headers["x-target"] == "*")
  }

  @Test func sendsLargeBodiesBothWays() throws {
    let test = try ServerUnderTest()
    let connection = try test.connect()
    let body = [UInt8](repeating: 0x61, count: 1_000_000)
    connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
    connection.send(body)
    #expect(try connection.response().body == body)
  }
}
