package struct ServerResponse: Sendable {
  package var status: Int
  /// Framing is the server's: `Content-Length` and `Transfer-Encoding` are ignored here, and of `Connection`
  /// only `close` is heeded.
  package var headers: [(name: String, value: String)]
  /// Not sent for `HEAD`, 204 and 304.
  package var body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// The server can also misbehave as real networks do.
package enum ServerReply: Sendable {
  case response(ServerResponse)
  /// The head and at most this many bytes of the body, then closes.
  case truncated(ServerResponse, bodyBytes: Int)
  case reset
  /// Never answers: the connection stays open until the client closes it or the server stops.
  case hang
  /// The response's own body over and over, until the client closes or the server stops.
  case endless(ServerResponse)
  /// Waits, then asks what to do. The wait ends early if the server stops, but not if the client leaves.
  indirect case later(Duration, then: @Sendable () -> ServerReply)
}
