import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct CancellationTests {
  @Test func beforeTheRequest() async throws {
    try await withServer(script: answerAll) { server, transport in
      let error = await withTaskGroup(of: TransportError?.self) { group in
        group.cancelAll()
        // This task is cancelled from its start.
        group.addTask { await failure(HTTPRequest(.post, server.url()), by: transport) }
        return await group.next() ?? nil
      }
      #expect(error?.kind == .cancelled)
      #expect(error?.mayHaveReachedServer == false)
      #expect(server.acceptedConnections == 0)
    }
  }

  @Test func whileTheServerIsSilent() async throws {
    let received = LockedValue(0)
    let script: ScriptedServer.Script = { connection in
      if connection.readRequest() != nil { received.withLock { $0 += 1 } }
      connection.waitForClose()
    }
    try await withServer(script: script) { server, transport in
      let task = Task { await failure(HTTPRequest(.post, server.url()), by: transport) }
      try await waitUntil { received.withLock { $0 } == 1 }
      task.cancel()
      let error = await task.value
      #expect(error?.kind == .cancelled)
      #expect(error?.mayHaveReachedServer == true)
      try await waitUntil { server.openConnections == 0 }
    }
  }

  @Test func whileWaitingForAConnection() async throws {
    var limits = configuration()
    limits.maxConnectionsPerHost = 1
    try await withServer(limits, script: neverAnswer) { server, transport in
      let first = Task { await failure(HTTPRequest(.get, server.url()), by: transport) }
      try await waitUntil { server.acceptedConnections == 1 }
      let second = Task { await failure(HTTPRequest(.post, server.url()), by: transport) }
      // Whatever state it is in by now, it has no connection.
      for _ in 0..<100 { await Task.yield() }
      second.cancel()
      let error = await second.value
      #expect(error?.kind == .cancelled)
      #expect(error?.mayHaveReachedServer == false)
      first.cancel()
      #expect(await first.value?.kind == .cancelled)
    }
  }

  @Test func afterTheResponse() async throws {
    try await withServer(script: answerAll) { server, transport in
      let task = Task {
        try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
        // The handler has been removed by now, so nothing is left to be cancelled.
        await withTaskCancellationHandler {
          while !Task.isCancelled { await Task.yield() }
        } onCancel: {
        }
      }
      task.cancel()
      _ = await task.result
      try await expectStatus(200, of: HTTPRequest(.get, server.url()), by: transport)
    }
  }

  /// Cancels a request at every stage, by never waiting for any.
  @Test(arguments: [1, 8, 64]) func manyAtOnceAndAgain(_ inFlight: Int) async throws {
    var limits = configuration()
    limits.maxConnectionsPerHost = inFlight == 64 ? 64 : 8
    let rounds = inFlight == 64 ? 40 : 200
    // Half of the connections get an answer, half don't.
    let count = LockedValue(0)
    let script: ScriptedServer.Script = { connection in
      let isAnswering = count.withLock { count in
        count += 1
        return count.isMultiple(of: 2)
      }
      if isAnswering { answerAll(connection) } else { connection.waitForClose() }
    }
    try await withServer(limits, script: script) { server, transport in
      for round in 0..<rounds {
        let ended = await withTaskGroup(of: Bool.self) { group in
          for _ in 0..<inFlight {
            group.addTask {
              do throws(TransportError) {
                _ = try await transport.send(HTTPRequest(.get, server.url()))
                return true
              } catch {
                return error.kind == .cancelled
              }
            }
          }
          for _ in 0..<(round % 7) { await Task.yield() }
          if round.isMultiple(of: 3) { try? await Task.sleep(for: .milliseconds(round % 5)) }
          group.cancelAll()
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ended == inFlight)
      }
      // Some connections are kept for later requests; the server's threads see the ends of the others in time.
      try await waitUntil { server.openConnections <= 2 * limits.maxConnectionsPerHost }
    }
  }

  /// The other requests would wait a whole day, which is their time limit, if they weren't cancelled.
  @Test func oneFailureCancelsItsSiblings() async throws {
    let script: ScriptedServer.Script = { connection in
      guard let request = connection.readRequest() else { return }
      if request.line.contains("/fails") { return connection.resetAtEnd() }
      connection.waitForClose()
    }
    try await withServer(script: script) { server, transport in
      for _ in 0..<50 {
        do {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<7 {
              let path = index == 3 ? "/fails" : "/waits"
              group.addTask { _ = try await transport.send(HTTPRequest(.get, server.url(path))) }
            }
            // Not waitForAll(), which would let the others run to their ends.
            while try await group.next() != nil {}
          }
          Issue.record("nothing failed")
        } catch {
          #expect((error as? TransportError)?.kind == .connectionLost)
        }
      }
      try await waitUntil { server.openConnections == 0 }
    }
  }
}
