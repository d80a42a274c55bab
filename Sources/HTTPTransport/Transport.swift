/// The seam between the API client and the network. Implementations neither retry nor follow redirects; both
/// are decisions of the caller. Cancelling the calling task ends the request at once with
/// ``TransportError/Kind/cancelled``.
package protocol Transport: Sendable {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

package struct TransportError: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Malformed, not `https`, or `http` to a host that isn't loopback.
    case invalidURL
    case hostNotFound
    /// The proxy isn't found, can't be reached, or refuses.
    case proxyFailed
    case connectionFailed
    /// An untrusted certificate, a wrong host name, a broken handshake.
    case tls
    case timedOut
    /// The connection broke, or the answer ended early.
    case connectionLost
    /// The answer wasn't HTTP, or broke its rules.
    case malformedResponse
    case responseTooLarge, cancelled
    /// Missing or too old.
    case libraryMissing
    case other
  }

  package var kind: Kind
  /// In one line, without secrets; from the library if it said something.
  package var detail: String
  /// `true` leaves a POST's outcome unknown.
  package var mayHaveReachedServer: Bool

  package init(_ kind: Kind, detail: String, mayHaveReachedServer: Bool) {
    self.kind = kind
    self.detail = detail
    self.mayHaveReachedServer = mayHaveReachedServer
  }
}
