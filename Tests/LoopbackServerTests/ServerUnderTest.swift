import LoopbackServer
import Synchronization
import TestSupport

/// A running server that echoes what it was asked, and a note of what reached its handler.
final class ServerUnderTest: Sendable {
  private final class Record: Sendable {
    let requests = Mutex<[ServerRequest]>([])
  }

  let server: LoopbackServer
  private let record = Record()

  init(
    limits: LoopbackServer.Limits = .init(),
    replying handler: @escaping @Sendable (ServerRequest) -> ServerReply = ServerUnderTest.echo
  ) throws {
    server = try LoopbackServer(
      limits: limits,
      replying: { [record] request in
        record.requests.withLock { $0.append(request) }
        return handler(request)
      })
    server.start()
  }

  static let echo: @Sendable (ServerRequest) -> ServerReply = { request in
    .response(
      ServerResponse(
        status: 200, headers: [("X-Method", request.method), ("X-Target", request.target)],
        body: request.body))
  }

  var requests: [ServerRequest] { record.requests.withLock { $0 } }

  func connect() throws -> RawConnection { try RawConnection(port: server.port) }

  /// Sends a text over a new connection and reads the first response.
  func exchange(_ text: String) throws -> RawConnection.Response {
    let connection = try connect()
    connection.send(text)
    return try connection.response()
  }
}

let simpleGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

extension ServerResponse {
  static let ok = ServerResponse(status: 200)
}
