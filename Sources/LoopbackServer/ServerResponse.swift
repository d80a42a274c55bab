/// What a handler answers.
package struct ServerResponse: Sendable {
  /// The status code, 200 to 599.
  package var status: Int
  /// The header fields. Framing is the server's: `Content-Length` and `Transfer-Encoding` are ignored
  /// here, and of `Connection` only `close` is heeded.
  package var headers: [(name: String, value: String)]
  /// The body; not sent for `HEAD`, 204 and 304.
  package var body: [UInt8]

  /// Creates a response.
  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// What the server does with a request: answer it, or misbehave as real networks do.
package enum ServerReply: Sendable {
  /// Sends the response.
  case response(ServerResponse)
  /// Sends the head and at most this many bytes of the body, then closes: an answer that was cut.
  case truncated(ServerResponse, bodyBytes: Int)
  /// Resets the connection without an answer.
  case reset
  /// Never answers: the connection stays open until the client closes it or the server stops.
  case hang
  /// Sends the head and a body that has no end: the response's own body over and over, until the client
  /// closes or the server stops.
  case endless(ServerResponse)
  /// Waits, then asks what to do. The wait ends early when the server stops, and goes on when the client leaves.
  indirect case later(Duration, then: @Sendable () -> ServerReply)
}
