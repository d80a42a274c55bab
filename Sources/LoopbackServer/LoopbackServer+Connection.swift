import Platform

extension LoopbackServer {
  /// On the calling thread, until the connection's end, which closes it: for fuzzing, which has no time for
  /// ports and threads.
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
