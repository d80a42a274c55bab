import LoopbackServer
import TestSupport
import Testing

@Suite struct ReplyTests {
  @Test func cutsAnAnswer() throws {
    let test = try ServerUnderTest(replying: { _ in
      .truncated(ServerResponse(status: 200, body: Array("0123456789".utf8)), bodyBytes: 4)
    })
    let connection = try test.connect()
    connection.send(simpleGet)
    connection.finishSending()
    let text = String(decoding: try connection.rest(), as: UTF8.self)
    #expect(text.contains("Content-Length: 10\r\n"))
    #expect(text.hasSuffix("\r\n\r\n0123"))
  }

  @Test func resetsAConnection() throws {
    let test = try ServerUnderTest(replying: { _ in .reset })
    let connection = try test.connect()
    connection.send(simpleGet)
    #expect(throws: RawConnection.Failure.reset) { try connection.response() }
  }

  @Test(arguments: [
    ("X", "a\r\nSet-Cookie: b"), ("X", "a\nb"), ("X\r\nY", "a"), ("X Y", "a"), ("X:", "a"), ("", "a"),
  ])
  func neverForgesHeaders(name: String, value: String) throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(ServerResponse(status: 200, headers: [(name, value)]))
    })
    let response = try test.exchange(simpleGet)
    #expect(response.status == 500)
    #expect(response.headers["set-cookie"] == nil)
  }

  @Test(arguments: [0, 100, 199, 600, -1]) func refusesToSendStatusesThatAreNoAnswer(status: Int) throws {
    let test = try ServerUnderTest(replying: { _ in .response(ServerResponse(status: status)) })
    #expect(try test.exchange(simpleGet).status == 500)
  }

  @Test func keepsFramingToItself() throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(
        ServerResponse(
          status: 200,
          headers: [("Content-Length", "99"), ("transfer-encoding", "chunked"), ("X", "1"), ("X", "2")],
          body: Array("abc".utf8)))
    })
    let response = try test.exchange(simpleGet)
    #expect(response.text == "abc")
    #expect(response.headers["transfer-encoding"] == nil)
    #expect(response.fields.filter { $0.name == "X" }.map(\.value) == ["1", "2"])
  }

  @Test(arguments: [204, 304]) func sendsNoBodyWhereNoneMayBe(status: Int) throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(ServerResponse(status: status, body: Array("abc".utf8)))
    })
    let connection = try test.connect()
    connection.send(simpleGet + simpleGet)
    for _ in 0..<2 {
      let response = try connection.response()
      #expect(response.status == status)
      #expect(response.headers["content-length"] == nil)
    }
  }

  @Test func closesWhereTheHandlerSaysSo() throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(ServerResponse(status: 200, headers: [("connection", "Close")]))
    })
    let connection = try test.connect()
    connection.send(simpleGet)
    #expect(try connection.response().headers["connection"] == "close")
    #expect(try connection.rest().isEmpty)
  }
}
