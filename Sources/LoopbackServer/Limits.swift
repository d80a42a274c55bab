extension LoopbackServer {
  /// How much a client may ask of the server.
  package struct Limits: Sendable, Hashable {
    /// The longest request line and header fields together, in bytes; above it the answer is 414 or 431.
    package var headerBytes: Int
    /// The longest body, in bytes; above it the answer is 413.
    package var bodyBytes: Int
    /// How many connections are served at once; further ones wait in the system's queue.
    package var connections: Int
    /// How long a connection may stay open without a request under way.
    package var idleTimeout: Duration
    /// How long a request may take to arrive, from its first byte to its last; after it the answer is 408.
    package var readTimeout: Duration
    /// How long a client may take to receive an answer.
    package var writeTimeout: Duration

    /// Creates limits; the defaults suit API requests and webhook events on one machine.
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
