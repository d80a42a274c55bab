import CRuntimeLibraries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file descriptor that is closed when the last reference to it goes.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// A listening socket and the port it got.
  static func listening(
    on address: SocketAddress, host: String, port: UInt16
  ) throws(ServerError) -> (descriptor: Descriptor, port: UInt16) {
    #if canImport(Glibc)
      let number = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      let number = socket(address.family, SOCK_STREAM, 0)
    #endif
    guard number >= 0 else { throw .system(call: "socket", code: errno) }
    let descriptor = Descriptor(number)
    descriptor.closeOnExec()
    // Without it the port of a server that has just stopped could not be taken for a minute.
    descriptor.setOption(level: SOL_SOCKET, SO_REUSEADDR)
    guard address.withSystemAddress(port: port, { bind(number, $0, $1) }) == 0 else {
      throw .binding(code: errno, host: host, port: port)
    }
    guard listen(number, 1024) == 0 else { throw .binding(code: errno, host: host, port: port) }
    // A connection that is gone again between `poll` and `accept` must not block the accepting thread.
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    return (descriptor, try descriptor.localPort())
  }

  /// A pipe: what is written to the second end can be read from the first.
  static func pipe() throws(ServerError) -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let outcome = pipe2(&ends, O_CLOEXEC)
    #else
      let outcome = Darwin.pipe(&ends)
    #endif
    guard outcome == 0 else { throw .system(call: "pipe", code: errno) }
    let pair = (reading: Descriptor(ends[0]), writing: Descriptor(ends[1]))
    pair.reading.closeOnExec()
    pair.writing.closeOnExec()
    return pair
  }

  /// The next connection, or the `errno` of why there is none.
  func acceptConnection() -> Result<Descriptor, ErrorNumber> {
    #if canImport(Glibc)
      let connection = accept4(number, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
    #else
      let connection = accept(number, nil, nil)
    #endif
    guard connection >= 0 else { return .failure(ErrorNumber(code: errno)) }
    let descriptor = Descriptor(connection)
    descriptor.closeOnExec()
    // Darwin's sockets inherit non-blocking mode and know no MSG_NOSIGNAL.
    #if !canImport(Glibc)
      _ = fcntl(connection, F_SETFL, fcntl(connection, F_GETFL) & ~O_NONBLOCK)
      // A peer that has gone meanwhile leaves a socket that takes no option: writing to it would end the process.
      guard descriptor.setOption(level: SOL_SOCKET, SO_NOSIGPIPE) else {
        return .failure(ErrorNumber(code: ECONNABORTED))
      }
    #endif
    // Answers are written whole; waiting for more to send only adds latency.
    descriptor.setOption(level: Int32(IPPROTO_TCP), TCP_NODELAY)
    return .success(descriptor)
  }

  /// Makes the coming `close` a reset.
  func resetOnClose() {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(number, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  /// Keeps the descriptor out of commands that a handler runs. On Linux it is made so in the first place: another
  /// thread may start a program between two calls.
  private func closeOnExec() {
    #if !canImport(Glibc)
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    #endif
  }

  @discardableResult private func setOption(level: Int32, _ option: Int32) -> Bool {
    var on: Int32 = 1
    return setsockopt(number, level, option, &on, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  private func localPort() throws(ServerError) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let outcome = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
    }
    guard outcome == 0 else { throw .system(call: "getsockname", code: errno) }
    // The port stands at the same place in `sockaddr_in` and `sockaddr_in6`.
    return withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
  }
}

/// An `errno`.
struct ErrorNumber: Error {
  var code: Int32
}
