import HTTPTransport

/// A wait that begins, for progress and `--verbose`.
package struct WaitEvent: Sendable, Hashable {
  /// Why it is waited.
  package enum Reason: Sendable, Hashable {
    /// The service limits requests, or asked for time: all calls of the client wait.
    case rateLimit
    /// One call failed and will be sent again.
    case retry
    /// Whether a call was carried out isn't known, and will be looked into.
    case settling
  }

  /// Why it is waited.
  package var reason: Reason
  /// How long.
  package var duration: Duration
  /// The method of the call that brought it on.
  package var method: HTTPMethod
  /// The path of that call, without its query.
  package var path: String
  /// What that call met.
  package var cause: ClientError

  package init(reason: Reason, duration: Duration, method: HTTPMethod, path: String, cause: ClientError) {
    self.reason = reason
    self.duration = duration
    self.method = method
    self.path = path
    self.cause = cause
  }
}
