import TestSupport
import Testing

@testable import HTTPTransport

/// A configuration whose limits are reached fast.
func configuration(
  total: Duration = .seconds(60), idle: Duration = .seconds(60), connect: Duration = .seconds(30)
) -> CurlTransport.Configuration {
  var configuration = CurlTransport.Configuration(userAgent: "tests")
  configuration.totalTimeout = total
  configuration.idleTimeout = idle
  configuration.connectTimeout = connect
  return configuration
}

/// Runs `body` against a server with a script, and stops both at its end.
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

/// Waits until something is so, at most ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return condition()
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

  /// What was recorded.
  var all: [ScriptedConnection.Request] { requests.withLock { $0 } }

  /// Adds one.
  func add(_ request: ScriptedConnection.Request) { requests.withLock { $0.append(request) } }
}
