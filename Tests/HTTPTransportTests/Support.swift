import TestSupport
import Testing

@testable import HTTPTransport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A configuration whose limits no test reaches, except for those that the test sets.
func configuration(
  total: Duration = .seconds(86_400), idle: Duration = .seconds(86_400), connect: Duration = .seconds(86_400)
) -> CurlTransport.Configuration {
  var configuration = CurlTransport.Configuration(userAgent: "tests")
  configuration.totalTimeout = total
  configuration.idleTimeout = idle
  configuration.connectTimeout = connect
  return configuration
}

/// Runs `body` against a server with a script, and stops both at the end.
func withServer(
  _ configuration: CurlTransport.Configuration = configuration(),
  script: @escaping ScriptedServer.Script,
  body: (ScriptedServer, CurlTransport) async throws -> Void
) async throws {
  let server = try ScriptedServer(script)
  defer { server.stop() }
  let transport = try CurlTransport(configuration: configuration)
  defer { transport.close() }
  try await body(server, transport)
}

/// The error that a request ends with.
func failure(_ request: HTTPRequest, by transport: CurlTransport) async -> TransportError? {
  do {
    let response = try await transport.send(request)
    Issue.record("a response with status \(response.status) came")
    return nil
  } catch {
    return error
  }
}

/// Sends a request and checks the status of its response.
func expectStatus(
  _ status: Int, of request: HTTPRequest, by transport: CurlTransport,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let response = try await transport.send(request)
  #expect(response.status == status, sourceLocation: sourceLocation)
}

/// The error of a request that should time out after it was sent. If a slow machine makes it time out before
/// that, it is sent again.
func failureOnceSent(_ request: HTTPRequest, by transport: CurlTransport) async -> TransportError? {
  for _ in 0..<100 {
    let error = await failure(request, by: transport)
    if error?.kind != .timedOut || error?.mayHaveReachedServer == true { return error }
  }
  return await failure(request, by: transport)
}

/// The descriptors of this process that are connected to a port.
func connections(to port: UInt16) -> [Int32] {
  // Lists all of them, because tests that run at the same time have hundreds.
  let open = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
  return open.compactMap { Int32($0) }.filter { descriptor in
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
    }
    return outcome == 0 && address.sin_port == port.bigEndian
  }
}

/// Answers every request of a connection with 200.
let answerAll: ScriptedServer.Script = { connection in
  while connection.readRequest() != nil { guard connection.respond(body: "ok") else { return } }
}

/// Reads requests and never answers.
let neverAnswer: ScriptedServer.Script = { $0.waitForClose() }

/// A counter and a list that scripts can add to.
final class Recorder: Sendable {
  private let requests = LockedValue<[ScriptedConnection.Request]>([])

  var all: [ScriptedConnection.Request] { requests.withLock { $0 } }

  func add(_ request: ScriptedConnection.Request) { requests.withLock { $0.append(request) } }
}
