/// A request from its submission to the one resumption of its continuation. Everything but `isCancelled`,
/// which the worker's lock guards, belongs to the curl thread once it was submitted.
final class Transfer: @unchecked Sendable {
  typealias Outcome = Result<HTTPResponse, TransportError>

  let request: HTTPRequest
  let url: RequestURL
  var isCancelled = false
  var collector: ResponseCollector
  /// How often the request was sent, or began to be. libcurl repeats a request if a connection that it reused
  /// breaks before an answer.
  var timesSent = 0
  /// The transfer fails unless enough bytes have come by then.
  private(set) var idleDeadline: ContinuousClock.Instant

  /// About thirty years: adding more to an instant could overflow.
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

  func prepare(_ continuation: CheckedContinuation<Outcome, Never>) {
    self.continuation = continuation
  }

  /// A second call does nothing.
  func finish(_ outcome: Outcome) {
    continuation?.resume(returning: outcome)
    continuation = nil
  }

  /// `delay`: time to connect.
  func restartIdleTime(after delay: Duration = .zero) {
    idleDeadline = .now + min(delay, Self.longest) + idleTimeout
    bytesSinceDeadline = 0
  }

  /// Enough bytes start the idle time anew.
  func countReceived(_ bytes: Int) {
    bytesSinceDeadline += bytes
    if bytesSinceDeadline >= idleBytes { restartIdleTime() }
  }
}
