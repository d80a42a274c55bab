import HTTPTransport

/// As `--verbose` shows it: no header, no query, no body.
package struct FinishedRequest: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    case answered(status: Int)
    case failed(TransportError)
  }

  package var method: HTTPMethod
  /// Without the query.
  package var path: String
  package var outcome: Outcome
  package var duration: Duration
  package var responseBytes: Int
}

/// A wait that begins, for progress and `--verbose`.
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
  /// Of the call that brought it on.
  package var method: HTTPMethod
  /// Without its query.
  package var path: String
  /// What that call met.
  package var cause: ClientError
}
