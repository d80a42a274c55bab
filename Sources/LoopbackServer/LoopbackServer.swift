import Platform

/// A small HTTP/1.1 server for one machine: a thread for each connection, a limit on everything.
///
/// It has no TLS and listens on loopback addresses unless told otherwise. The handler is called on the
/// connection's thread and may block; it is called from several threads at once.
package final class LoopbackServer: Sendable {
  package let host: String
  /// Never 0.
  package let port: UInt16
  private let core: ServerCore

  /// Binds and listens; clients are answered after ``start()``. `host`: an IP address, or `localhost` for
  /// 127.0.0.1. `port`: 0 for any free port.
  package convenience init(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: Limits = Limits(),
    allowsOtherMachines: Bool = false,
    handler: @escaping @Sendable (ServerRequest) -> ServerResponse
  ) throws(ServerError) {
    try self.init(host: host, port: port, limits: limits, allowsOtherMachines: allowsOtherMachines) {
      .response(handler($0))
    }
  }

  /// With a handler that may also misbehave.
  package init(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: Limits = Limits(),
    allowsOtherMachines: Bool = false,
    replying handler: @escaping @Sendable (ServerRequest) -> ServerReply
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
