extension LoopbackServer {
  package struct Limits: Sendable, Hashable {
    /// Request line and header fields together; above it the answer is 414 or 431.
    package var headerBytes: Int
    /// Above it the answer is 413.
    package var bodyBytes: Int
    package var connections: Int
    /// Without a request under way.
    package var idleTimeout: Duration
    /// Of a request, from its first byte to its last; after it the answer is 408.
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
