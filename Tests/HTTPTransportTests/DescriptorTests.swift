import TestSupport
import Testing

@testable import HTTPTransport

/// libcurl's connections, as programs see them that are started meanwhile.
@Suite struct DescriptorTests {
  @Test func programsThatAreStartedGetNoConnection() async throws {
    try await withServer(script: answerAll) { server, transport in
      _ = try await transport.send(HTTPRequest(.get, server.url()))
      let connections = (0..<Int32(1024)).filter { Self.peerPort(of: $0) == server.port }
      #expect(!connections.isEmpty, "the connection is kept for the next request")
      for connection in connections { #expect(fcntl(connection, F_GETFD) & FD_CLOEXEC != 0) }
    }
  }

  /// The port that a descriptor is connected to; 0 for one that isn't.
  private static func peerPort(of descriptor: Int32) -> UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
    }
    return outcome == 0 ? UInt16(bigEndian: address.sin_port) : 0
  }
}
