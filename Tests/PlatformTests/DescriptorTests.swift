import TestSupport
import Testing

@testable import Platform

@Suite struct DescriptorTests {
  private func isClosedInPrograms(_ descriptor: Descriptor) -> Bool {
    fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0
  }

  @Test func programsThatAreStartedGetNone() throws {
    let pipe = try Descriptor.pipe()
    #expect(isClosedInPrograms(pipe.reading) && isClosedInPrograms(pipe.writing))
    let address = try #require(SocketAddress(host: "127.0.0.1"))
    let (listener, port) = try Descriptor.listening(on: address, port: 0)
    #expect(isClosedInPrograms(listener))
    let client = try RawConnection(port: port)
    // The system completes the handshake, so a connection is waiting, or soon will be.
    var entry = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
    #expect(poll(&entry, 1, -1) == 1)
    let connection = try listener.acceptConnection().get()
    #expect(isClosedInPrograms(connection))
    withExtendedLifetime(client) {}
  }
}
