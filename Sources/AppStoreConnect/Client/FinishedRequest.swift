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
