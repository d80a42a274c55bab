/// The seam between the API client and the network: one request in, one response or a typed error out.
///
/// Implementations neither retry nor follow redirects; both are decisions of the caller. Cancelling the
/// calling task ends the request at once with ``TransportError/Kind/cancelled``.
package protocol Transport: Sendable {
  /// Sends one request and waits for its whole response.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
