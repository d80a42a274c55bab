/// A TCP server on loopback whose answers are scripted, right or wrong.
///
/// Every connection has a thread that runs the script; when the script returns, the connection is closed.
package final class ScriptedServer: Sendable {
  /// What a test does with one connection.
  package typealias Script = @Sendable (ScriptedConnection) -> Void

  private struct State {
    var isStopped = false
    var open: Set<Int32> = []
    var accepted = 0
    var mostOpen = 0
  }

  package let port: UInt16
  private let listener: Int32
  private let script: Script
  private let state = LockedValue(State())

  /// Starts listening; the port is chosen by the system.
  package init(_ script: @escaping Script) throws {
    let listener = try Self.bindSocket(listening: true)
    self.listener = listener.descriptor
    port = listener.port
    self.script = script
    // The thread keeps the server until stop() is called.
    Self.startThread { [self] in acceptLoop() }
  }

  package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  package var acceptedConnections: Int { state.withLock { $0.accepted } }

  /// How many connections are open; a closed one is noticed when the script looks at it.
  package var openConnections: Int { state.withLock { $0.open.count } }

  /// The most connections that were open at a time.
  package var mostOpenConnections: Int { state.withLock { $0.mostOpen } }

  /// Stops listening and breaks all connections.
  package func stop() {
    let wasRunning = state.withLock { state in
      for descriptor in state.open { shutdown(descriptor, shutdownBoth) }
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard wasRunning else { return }
    // The first ends accept() on Linux, the second on Darwin.
    shutdown(listener, shutdownBoth)
    #if canImport(Darwin)
      close(listener)
    #endif
  }

  private let shutdownBoth = Int32(SHUT_RDWR)

  private func acceptLoop() {
    while true {
      let descriptor = accept(listener, nil, nil)
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        break
      }
      var on: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
      #if canImport(Darwin)
        // The client has gone already; writing to it would end the tests.
        if setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size)) != 0 {
          close(descriptor)
          continue
        }
      #endif
      let isStopped = state.withLock { state in
        state.accepted += 1
        state.open.insert(descriptor)
        state.mostOpen = max(state.mostOpen, state.open.count)
        return state.isStopped
      }
      if isStopped { shutdown(descriptor, shutdownBoth) }
      Self.startThread { [self] in
        script(ScriptedConnection(descriptor))
        // Under the lock, so that stop() can't use a number that another file has got.
        state.withLock { state in
          state.open.remove(descriptor)
          // A program that a test started meanwhile may have the connection, too, and would keep it open.
          shutdown(descriptor, shutdownBoth)
          close(descriptor)
        }
      }
    }
    #if canImport(Glibc)
      close(listener)
    #endif
  }

  /// A port where connections are refused, reserved as long as the value lives.
  package final class RefusingPort: Sendable {
    package let port: UInt16
    private let descriptor: Int32

    package init() throws { (descriptor, port) = try ScriptedServer.bindSocket(listening: false) }

    deinit { close(descriptor) }
  }

  private static func bindSocket(listening: Bool) throws -> (descriptor: Int32, port: UInt16) {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw ServerError(operation: "socket", code: errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
        guard bind(descriptor, generic, length) == 0 else { return -1 }
        guard !listening || listen(descriptor, 512) == 0 else { return -1 }
        return getsockname(descriptor, generic, &length)
      }
    }
    guard result == 0 else {
      let code = errno
      close(descriptor)
      throw ServerError(operation: "listen", code: code)
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    #if canImport(Glibc)
      var thread = pthread_t()
      let result = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, box)
      if result == 0 { pthread_detach(thread) }
    #else
      var thread: pthread_t?
      let result = pthread_create(
        &thread, nil,
        { context in
          Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
          return nil
        }, box)
      if result == 0, let thread { pthread_detach(thread) }
    #endif
  }
}

/// Why a test server could not be started.
package struct ServerError: Error {
  package let operation: String
  package let code: Int32
}

private final class ThreadBody {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
