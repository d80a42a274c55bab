import Dispatch
import LoopbackServer
import TestSupport
import Testing

/// Replies that keep a client waiting, or busy.
@Suite struct MisbehaviourTests {
  @Test func hangsUntilTheClientLeaves() throws {
    let test = try ServerUnderTest(replying: { _ in .hang })
    let connection = try test.connect()
    connection.send(simpleGet + simpleGet)
    blockUntil { !test.requests.isEmpty }
    #expect(connection.isSilent)
    connection.finishSending()
    #expect(try connection.rest().isEmpty)
    #expect(test.requests.count == 1)
  }

  @Test func hangsNoLongerThanTheServerRuns() throws {
    let test = try ServerUnderTest(replying: { _ in .hang })
    let connection = try test.connect()
    connection.send(simpleGet)
    blockUntil { !test.requests.isEmpty }
    test.server.stop()
    #expect(throws: RawConnection.Failure.closed) { try connection.response() }
  }

  private static let endless = ServerReply.endless(ServerResponse(status: 200, body: Array("abc".utf8)))

  @Test func sendsABodyWithoutEnd() throws {
    let test = try ServerUnderTest(replying: { _ in Self.endless })
    do {
      let connection = try test.connect()
      connection.send(simpleGet)
      let response = try connection.response()
      #expect(response.status == 200)
      #expect(response.headers["content-length"] == nil)
      #expect(response.headers["connection"] == "close")
      let block = try connection.next(300_000)
      #expect(block == Array(String(repeating: "abc", count: 100_000).utf8))
    }
    // If the thread hadn't ended, this would wait forever.
    test.server.stop()
  }

  @Test func sendsNoLongerThanTheServerRuns() throws {
    let test = try ServerUnderTest(replying: { _ in Self.endless })
    let connection = try test.connect()
    connection.send(simpleGet)
    _ = try connection.response()
    _ = try connection.next(100_000)
    // The client reads on meanwhile, or the server would wait for room in the socket.
    DispatchQueue.global().async { test.server.stop() }
    #expect(throws: RawConnection.Failure.reset) { while true { _ = try connection.next(1000) } }
    test.server.stop()
  }

  @Test(arguments: [
    ServerReply.endless(ServerResponse(status: 200)), .endless(ServerResponse(status: 204, body: [65])),
  ]) func endsWhereThereIsNothingToRepeat(reply: ServerReply) throws {
    let test = try ServerUnderTest(replying: { _ in reply })
    let connection = try test.connect()
    connection.send(simpleGet)
    _ = try connection.response()
    connection.finishSending()
    #expect(try connection.rest().isEmpty)
  }

  @Test func answersLater() throws {
    let steps = LockedValue<[Int]>([])
    let test = try ServerUnderTest(replying: { _ in
      .later(.milliseconds(20)) {
        steps.withLock { $0.append(1) }
        return .later(.milliseconds(20)) {
          steps.withLock { $0.append(2) }
          return .response(.ok)
        }
      }
    })
    #expect(try test.exchange(simpleGet).status == 200)
    #expect(steps.withLock { $0 } == [1, 2])
  }

  @Test func goesOnWhenTheClientLeaves() throws {
    let went = LockedValue(false)
    let test = try ServerUnderTest(replying: { _ in
      .later(
        .milliseconds(50),
        then: {
          went.withLock { $0 = true }
          return .reset
        })
    })
    do {
      let connection = try test.connect()
      connection.send(simpleGet)
      blockUntil { !test.requests.isEmpty }
    }
    blockUntil { went.withLock { $0 } }
  }

  @Test func waitsNoLongerThanTheServerRuns() throws {
    let test = try ServerUnderTest(replying: { _ in .later(.seconds(3600), then: { .response(.ok) }) })
    let connection = try test.connect()
    connection.send(simpleGet)
    blockUntil { !test.requests.isEmpty }
    #expect(connection.isSilent)
    test.server.stop()
    #expect(try connection.response().status == 200)
  }
}
