import HTTPTransport

/// One request that came to its end, as `--verbose` shows it: no header, no query, no body.
package struct FinishedRequest: Sendable, Hashable {
  /// How a request ended.
  package enum Outcome: Sendable, Hashable {
    /// With an answer of this status.
    case answered(status: Int)
    /// Without an answer.
    case failed(TransportError)
  }

  package var method: HTTPMethod
  /// The path, without the query.
  package var path: String
  /// How it ended.
  package var outcome: Outcome
  /// How long it took.
  package var duration: Duration
  /// The size of the answer's body.
  package var responseBytes: Int

  package init(
    method: HTTPMethod, path: String, outcome: Outcome, duration: Duration, responseBytes: Int
  ) {
    self.method = method
    self.path = path
    self.outcome = outcome
    self.duration = duration
    self.responseBytes = responseBytes
  }
}
