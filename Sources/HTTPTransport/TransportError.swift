/// Why a request got no response.
package struct TransportError: Error, Sendable, Hashable {
  /// The kinds of failure that callers tell apart.
  package enum Kind: Sendable, Hashable {
    /// The URL is malformed, not `https`, or `http` to a host that isn't loopback.
    case invalidURL
    /// The host's name could not be resolved, or a proxy's.
    case hostNotFound
    /// No connection could be made.
    case connectionFailed
    /// TLS failed: an untrusted certificate, a wrong host name, a broken handshake.
    case tls
    /// A time limit ran out, total or idle.
    case timedOut
    /// The connection broke, or the answer ended early.
    case connectionLost
    /// The answer wasn't HTTP, or broke its rules.
    case malformedResponse
    /// The answer was larger than the limit.
    case responseTooLarge
    /// The calling task was cancelled.
    case cancelled
    /// A library needed at run time is missing or too old.
    case libraryMissing
    /// Something else; the detail says what.
    case other
  }

  /// The kind of failure.
  package var kind: Kind
  /// What happened, in one line, without secrets; from the library where it said something.
  package var detail: String
  /// Whether the server may have received the request, so that a POST's outcome is unknown.
  package var mayHaveReachedServer: Bool

  /// Creates an error.
  package init(_ kind: Kind, detail: String, mayHaveReachedServer: Bool) {
    self.kind = kind
    self.detail = detail
    self.mayHaveReachedServer = mayHaveReachedServer
  }
}
