import HTTPTransport

/// As `--verbose` shows it: no header, no query, no body.
package struct FinishedRequest: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    case answered(status: Int)
    case failed(TransportError)
  }

  package var method: HTTPMethod
  package var path: String
  package var outcome: Outcome
  package var duration: Duration
  package var responseBytes: Int
}

package struct WaitEvent: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// The service limits requests, or asked for time: all calls of the client wait.
    case rateLimit
    /// One call failed and will be sent again.
    case retry
    /// Whether a call was carried out isn't known, and will be looked into.
    case settling
  }

  package var reason: Reason
  package var duration: Duration
  package var method: HTTPMethod
  package var path: String
  package var cause: ClientError
}
