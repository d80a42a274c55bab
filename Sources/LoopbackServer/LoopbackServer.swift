import Platform

/// A small HTTP/1.1 server for one machine: a thread for each connection, a limit on everything. It has no
/// TLS and listens on loopback addresses unless told otherwise. The handler is called on the connection's
/// thread and may block; it is called from several threads at once.
package final class LoopbackServer: Sendable {
  package let host: String
  package let port: UInt16
  private let core: ServerCore

  /// Binds and listens; clients are answered after ``start()``. `host`: an IP address, or `localhost` for
  /// 127.0.0.1. `port`: 0 for any free port.
  package convenience init(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: Limits = Limits(),
    allowsOtherMachines: Bool = false, handler: @escaping @Sendable (ServerRequest) -> ServerResponse
  ) throws(ServerError) {
    try self.init(host: host, port: port, limits: limits, allowsOtherMachines: allowsOtherMachines) {
      .response(handler($0))
    }
  }

  /// With a handler that may also misbehave.
  package init(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: Limits = Limits(),
    allowsOtherMachines: Bool = false, replying handler: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerError) {
    guard let address = SocketAddress(host: host) else { throw .invalidHost(host) }
    guard allowsOtherMachines || address.isLoopback else { throw .notLoopback(host) }
    let listener: (descriptor: Descriptor, port: UInt16)
    do throws(Descriptor.Failure) {
      listener = try Descriptor.listening(on: address, port: port)
    } catch {
      throw ServerError(error, host: host, port: port)
    }
    self.host = host
    self.port = listener.port
    core = try ServerCore(listener: listener.descriptor, limits: limits, handler: handler)
  }

  deinit { core.stop() }

  /// A server starts once; after ``stop()`` it stays stopped.
  package func start() { core.start() }

  /// Takes no new connections, answers the requests under way, and returns when all threads have ended. May
  /// be called again, and by several threads. A handler may call it, too; then it returns at once and the
  /// threads end after the handler has returned.
  package func stop() { core.stop() }
}

extension LoopbackServer {
  package struct Limits: Sendable, Hashable {
    /// Request line and header fields together; above it the answer is 414 or 431.
    package var headerBytes: Int
    /// Above it the answer is 413.
    package var bodyBytes: Int
    package var connections: Int
    /// How long a connection stays open without a request.
    package var idleTimeout: Duration
    /// For a whole request, from its first byte; after it the answer is 408.
    package var readTimeout: Duration
    /// For a client to receive an answer.
    package var writeTimeout: Duration

    package init(
      headerBytes: Int = 32 * 1024, bodyBytes: Int = 4 * 1024 * 1024, connections: Int = 128,
      idleTimeout: Duration = .seconds(60), readTimeout: Duration = .seconds(20),
      writeTimeout: Duration = .seconds(20)
    ) {
      self.headerBytes = headerBytes
      self.bodyBytes = bodyBytes
      self.connections = connections
      self.idleTimeout = idleTimeout
      self.readTimeout = readTimeout
      self.writeTimeout = writeTimeout
    }
  }
}

extension LoopbackServer {
  /// Serves a connection on the calling thread until its end, and closes it: for fuzzing, which has no time
  /// for ports and threads.
  package static func serve(
    connection: Int32, limits: Limits = Limits(), handler: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerError) {
    let descriptor = Descriptor(connection)
    let neverStopped: (reading: Descriptor, writing: Descriptor)
    do { neverStopped = try Descriptor.pipe() } catch { throw .system(call: "pipe", code: error.code) }
    var connection = Connection(
      stream: SocketStream(descriptor: descriptor, stopSignal: neverStopped.reading), limits: limits,
      handler: handler, isStopping: { false })
    connection.serve()
  }
}
