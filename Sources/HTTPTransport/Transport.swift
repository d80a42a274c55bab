/// The seam between the API client and the network. Implementations neither retry nor follow redirects; both
/// are decisions of the caller. Cancelling the calling task ends the request at once with
/// ``TransportError/Kind/cancelled``.
package protocol Transport: Sendable {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
