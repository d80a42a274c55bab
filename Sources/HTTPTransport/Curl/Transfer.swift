/// One request on its way, from submission to the one resumption of its continuation.
///
/// Everything but `isCancelled` belongs to the curl thread once the transfer was submitted.
final class Transfer: @unchecked Sendable {
  /// What a transfer ends with.
  typealias Outcome = Result<HTTPResponse, TransportError>

  let request: HTTPRequest
  let url: RequestURL

  /// Whether the task was cancelled. Guarded by the worker's lock.
  var isCancelled = false

  /// The response so far.
  var collector: ResponseCollector
  /// How often the request was, or began to be, sent. libcurl repeats one by itself if a connection
  /// that it reused breaks before an answer.
  var timesSent = 0
  /// When the transfer fails unless enough bytes have come by then.
  private(set) var idleDeadline: ContinuousClock.Instant

  /// Adding more to a time could overflow; it is thirty years.
  private static let longest = Duration.seconds(1_000_000_000)

  private let idleTimeout: Duration
  private let idleBytes: Int
  private var bytesSinceDeadline = 0
  private var continuation: CheckedContinuation<Outcome, Never>?

  init(_ request: HTTPRequest, url: RequestURL, configuration: CurlTransport.Configuration) {
    self.request = request
    self.url = url
    collector = ResponseCollector(
      maxHeaderBytes: configuration.maxHeaderBytes, maxBodyBytes: configuration.maxResponseBytes)
    idleTimeout = min(configuration.idleTimeout, Self.longest)
    idleBytes = configuration.minimumBytesPerIdleTimeout
    idleDeadline = .now
  }

  /// Hands over the continuation; before submission.
  func prepare(_ continuation: CheckedContinuation<Outcome, Never>) {
    self.continuation = continuation
  }

  /// Ends the transfer; a second call does nothing.
  func finish(_ outcome: Outcome) {
    continuation?.resume(returning: outcome)
    continuation = nil
  }

  /// Starts the idle time anew, with time to connect in addition.
  func restartIdleTime(after delay: Duration = .zero) {
    idleDeadline = .now + min(delay, Self.longest) + idleTimeout
    bytesSinceDeadline = 0
  }

  /// Counts bytes that came; enough of them start the idle time anew.
  func countReceived(_ bytes: Int) {
    bytesSinceDeadline += bytes
    if bytesSinceDeadline >= idleBytes { restartIdleTime() }
  }
}
