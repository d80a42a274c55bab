import CRuntimeLibraries
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Closed when the last reference to it goes.
package final class Descriptor: Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  package var file: OpenFile { OpenFile(descriptor: number) }

  package struct Failure: Error {
    package var call: String
    package var error = SystemError.last
  }

  /// Programs started meanwhile don't inherit it; -1 with `errno` set if there is none.
  package static func makeSocket(family: Int32, type: Int32, protocol number: Int32) -> Int32 {
    #if canImport(Glibc)
      return socket(family, type | Int32(SOCK_CLOEXEC.rawValue), number)
    #else
      let socket = socket(family, type, number)
      if socket >= 0 { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
      return socket
    #endif
  }

  package static func listening(
    on address: SocketAddress, port: UInt16
  ) throws(Failure) -> (descriptor: Descriptor, port: UInt16) {
    #if canImport(Glibc)
      let type = Int32(SOCK_STREAM.rawValue)
    #else
      let type: Int32 = SOCK_STREAM
    #endif
    let number = makeSocket(family: address.family, type: type, protocol: 0)
    guard number >= 0 else { throw Failure(call: "socket") }
    let descriptor = Descriptor(number)
    // Without it the port of a server that has just stopped could not be taken for a minute.
    descriptor.setOption(level: SOL_SOCKET, SO_REUSEADDR)
    guard address.withSystemAddress(port: port, { bind(number, $0, $1) }) == 0 else {
      throw Failure(call: "bind")
    }
    guard listen(number, 1024) == 0 else { throw Failure(call: "bind") }
    // A connection that is gone again between `poll` and `accept` must not block the accepting thread.
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    return (descriptor, try descriptor.localPort())
  }

  package static func pipe() throws(SystemError) -> (reading: Descriptor, writing: Descriptor) {
    let ends = try PipeEnds()
    return (Descriptor(ends.reading.descriptor), Descriptor(ends.writing.descriptor))
  }

  package func acceptConnection() -> Result<Descriptor, SystemError> {
    #if canImport(Glibc)
      let connection = accept4(number, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
    #else
      let connection = accept(number, nil, nil)
    #endif
    guard connection >= 0 else { return .failure(.last) }
    let descriptor = Descriptor(connection)
    // Darwin's sockets inherit non-blocking mode and know no MSG_NOSIGNAL.
    #if !canImport(Glibc)
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      _ = fcntl(connection, F_SETFL, fcntl(connection, F_GETFL) & ~O_NONBLOCK)
      // A peer that has gone meanwhile leaves a socket that takes no option: writing to it would end the process.
      guard descriptor.setOption(level: SOL_SOCKET, SO_NOSIGPIPE) else { return .failure(.connectionAborted) }
    #endif
    // Answers are written whole; waiting for more to send only adds latency.
    descriptor.setOption(level: Int32(IPPROTO_TCP), TCP_NODELAY)
    return .success(descriptor)
  }

  package func resetOnClose() {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(number, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  @discardableResult private func setOption(level: Int32, _ option: Int32) -> Bool {
    var on: Int32 = 1
    return setsockopt(number, level, option, &on, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  private func localPort() throws(Failure) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let outcome = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
    }
    guard outcome == 0 else { throw Failure(call: "getsockname") }
    // The port stands at the same place in `sockaddr_in` and `sockaddr_in6`.
    return withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
  }
}
