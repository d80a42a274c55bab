import TestSupport
import Testing

@testable import HTTPTransport

/// Programs that are started meanwhile don't inherit libcurl's connections.
@Suite struct DescriptorTests {
  @Test func programsThatAreStartedGetNoConnection() async throws {
    try await withServer(script: answerAll) { server, transport in
      _ = try await transport.send(HTTPRequest(.get, server.url()))
      let connections = HTTPTransportTests.connections(to: server.port)
      #expect(!connections.isEmpty, "the connection is kept for the next request")
      for connection in connections { #expect(fcntl(connection, F_GETFD) & FD_CLOEXEC != 0) }
    }
  }
}
