import Dispatch
import LoopbackServer
import Synchronization
import TestSupport
import Testing

@Suite struct LifecycleTests {
  @Test func freesItsPortWhenItStops() throws {
    let first = try ServerUnderTest()
    let connection = try first.connect()
    connection.send(simpleGet)
    _ = try connection.response()
    first.server.stop()
    #expect(try connection.rest().isEmpty)
    #expect(throws: RawConnection.Failure.self) { try RawConnection(port: first.server.port) }
    let second = try LoopbackServer(port: first.server.port) { _ in .ok }
    second.start()
    let other = try RawConnection(port: second.port)
    other.send(simpleGet)
    #expect(try other.response().status == 200)
  }

  @Test func answersWhatIsUnderWayWhenItStops() throws {
    let entered = DispatchSemaphore(value: 0)
    let mayAnswer = DispatchSemaphore(value: 0)
    let test = try ServerUnderTest(replying: { _ in
      entered.signal()
      mayAnswer.wait()
      return .response(.ok)
    })
    let connection = try test.connect()
    connection.send(simpleGet)
    entered.wait()
    let (stopped, hasStopped) = (DispatchSemaphore(value: 0), LockedValue(false))
    let server = test.server
    DispatchQueue(label: "stop").async {
      server.stop()
      hasStopped.withLock { $0 = true }
      stopped.signal()
    }
    // Once nobody can connect any more, stopping has begun.
    blockUntil { (try? test.connect()) == nil }
    #expect(!hasStopped.withLock { $0 })
    mayAnswer.signal()
    #expect(try connection.response().status == 200)
    connection.finishSending()
    stopped.wait()
  }

  @Test func stopsMoreThanOnceAndBeforeItStarts() throws {
    let test = try ServerUnderTest()
    test.server.stop()
    test.server.stop()
    test.server.start()
    #expect(throws: RawConnection.Failure.self) { try test.connect() }
    let unstarted = try LoopbackServer { _ in .ok }
    unstarted.stop()
    #expect(throws: RawConnection.Failure.self) { try RawConnection(port: unstarted.port) }
  }

  @Test func mayBeStoppedByItsOwnHandler() throws {
    let holder = Mutex<LoopbackServer?>(nil)
    let server = try LoopbackServer { _ in
      let server = holder.withLock { $0 }
      server?.stop()
      return .ok
    }
    holder.withLock { $0 = server }
    server.start()
    let connection = try RawConnection(port: server.port)
    connection.send(simpleGet)
    let response = try connection.response()
    #expect(response.status == 200)
    #expect(response.headers["connection"] == "close")
    connection.finishSending()
    holder.withLock { $0 = nil }
    server.stop()
  }

  @Test func stopsWhenItIsLetGo() throws {
    var server: LoopbackServer? = try LoopbackServer { _ in .ok }
    server?.start()
    let port = try #require(server?.port)
    server = nil
    #expect(throws: RawConnection.Failure.self) { try RawConnection(port: port) }
  }

  @Test func servesNoMoreConnectionsThanAllowedAndThenTheNext() throws {
    let test = try ServerUnderTest(limits: .init(connections: 1))
    var first: RawConnection? = try test.connect()
    first?.send(simpleGet)
    #expect(try first?.response().status == 200)
    let second = try test.connect()
    second.send("GET /second HTTP/1.1\r\nHost: x\r\n\r\n")
    for _ in 0..<50 {
      first?.send(simpleGet)
      #expect(try first?.response().status == 200)
    }
    #expect(second.isSilent && test.requests.allSatisfy { $0.target == "/" })
    first = nil
    #expect(try second.response().status == 200)
  }

  @Test func stopsWhileConnectionsWaitForTheirTurn() throws {
    let test = try ServerUnderTest(limits: .init(connections: 1))
    let first = try test.connect()
    first.send(simpleGet)
    _ = try first.response()
    let second = try test.connect()
    test.server.stop()
    #expect(throws: RawConnection.Failure.self) { try second.response() }
  }

  @Test func dropsClientsThatAreTooSlow() throws {
    let slow = try ServerUnderTest(limits: .init(readTimeout: .milliseconds(100)))
    let connection = try slow.connect()
    connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc")
    #expect(try connection.response().status == 408)
    let idle = try ServerUnderTest(limits: .init(idleTimeout: .milliseconds(50)))
    #expect(try idle.connect().rest().isEmpty)
    #expect(slow.requests.isEmpty && idle.requests.isEmpty)
  }

  @Test func dropsClientsThatDoNotRead() throws {
    let length = 64_000_000
    let test = try ServerUnderTest(
      limits: .init(writeTimeout: .milliseconds(100)),
      replying: { _ in .response(ServerResponse(status: 200, body: [UInt8](repeating: 0, count: length))) })
    let connection = try test.connect()
    connection.send(simpleGet)
    blockUntil { !test.requests.isEmpty }
    test.server.stop()
    #expect(throws: RawConnection.Failure.self) { try connection.response() }
  }

  @Test func outlivesClientsThatGoAway() throws {
    let test = try ServerUnderTest(replying: { _ in
      .response(ServerResponse(status: 200, body: [UInt8](repeating: 0, count: 1_000_000)))
    })
    for _ in 0..<20 {
      let connection = try test.connect()
      connection.send(simpleGet + simpleGet + "GET / HT")
    }
    let connection = try test.connect()
    connection.send(simpleGet)
    #expect(try connection.response().status == 200)
  }

  @Test func servesManyAtOnce() async throws {
    let test = try ServerUnderTest()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<8 {
        group.addTask {
          let connection = try test.connect()
          for number in 0..<50 {
            connection.send("GET /\(client)/\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try connection.response().headers["x-target"] == "/\(client)/\(number)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(test.requests.count == 400)
  }
}
