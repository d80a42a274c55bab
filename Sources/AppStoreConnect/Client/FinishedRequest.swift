import HTTPTransport

/// One request that came to its end, as `--verbose` shows it: no header, no query, no body.
public struct FinishedRequest: Sendable, Hashable {
  /// How a request ended.
  public enum Outcome: Sendable, Hashable {
    /// With an answer of this status.
    case answered(status: Int)
    /// Without an answer.
    case failed(TransportError)
  }

  /// The method.
  public var method: HTTPMethod
  /// The path, without the query.
  public var path: String
  /// How it ended.
  public var outcome: Outcome
  /// How long it took.
  public var duration: Duration
  /// The size of the answer's body.
  public var responseBytes: Int

  /// Creates a record.
  public init(
    method: HTTPMethod, path: String, outcome: Outcome, duration: Duration, responseBytes: Int
  ) {
    self.method = method
    self.path = path
    self.outcome = outcome
    self.duration = duration
    self.responseBytes = responseBytes
  }
}
