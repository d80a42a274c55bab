import Cryptography
import HTTPTransport
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The one way that requests take: gate, token, transport, status, decoding, and again if that may help. A
/// request's target never names a host, so whatever goes this way goes to `baseURL`.
final class RequestSender: Sendable {
  let baseURL: APIBaseURL
  let retries: RetryPolicy
  let clock: WaitClock
  let gate: RateGate
  let stop: StopSignal
  let budget: RetryBudget
  let tokens: (any TokenProvider)?
  let now: @Sendable () -> Date
  let withholding: Withholding
  private let transport: any Transport
  private let userAgent: String
  private let observer: (@Sendable (FinishedRequest) -> Void)?
  private let waitObserver: (@Sendable (WaitEvent) -> Void)?
  private let counted = Mutex(RequestStatistics())

  init(
    transport: any Transport, baseURL: APIBaseURL, tokens: (any TokenProvider)?, userAgent: String,
    retries: RetryPolicy, gate: RateGate, stop: StopSignal, clock: WaitClock,
    now: @escaping @Sendable () -> Date, withholding: Withholding,
    observer: (@Sendable (FinishedRequest) -> Void)?, waitObserver: (@Sendable (WaitEvent) -> Void)?
  ) {
    self.transport = transport
    self.baseURL = baseURL
    self.tokens = tokens
    self.userAgent = userAgent
    self.retries = retries
    self.gate = gate
    self.stop = stop
    self.clock = clock
    budget = RetryBudget(retries)
    self.now = now
    self.withholding = withholding
    self.observer = observer
    self.waitObserver = waitObserver
  }

  var statistics: RequestStatistics { counted.withLock { $0 } }

  /// Secrets that the request holds are withheld from all that comes back, now and later.
  func transmit(_ request: APIRequest, token: Secret?) async throws(TransportError) -> HTTPResponse {
    counted.withLock { $0.requests += 1 }
    RequestCounter.current?.add(1)
    for secret in request.confidential + (token.map { [$0] } ?? []) { withholding.add(secret) }
    let start = ContinuousClock.now
    do {
      let response = try await transport.send(httpRequest(for: request, token: token)).withholding(
        withholding)
      let limit = response.headers["X-Rate-Limit"].flatMap(RateLimit.init(header:))
      counted.withLock { counted in
        if let limit { counted.rateLimit = limit }
        if counted.clockOffset == nil { counted.clockOffset = response.clockOffset(at: now()) }
      }
      report(request, .answered(status: response.status), since: start, bytes: response.body.count)
      return response
    } catch var error {
      error.detail = withholding.shown(error.detail)
      report(request, .failed(error), since: start, bytes: 0)
      throw error
    }
  }

  func announce(
    _ reason: WaitEvent.Reason, _ duration: Duration, of request: APIRequest, after cause: ClientError
  ) {
    waitObserver?(
      WaitEvent(
        reason: reason, duration: duration, method: request.method, path: request.path, cause: cause))
  }

  private func httpRequest(for request: APIRequest, token: Secret?) -> HTTPRequest {
    var headers: HTTPHeaders = ["Accept": "application/json", "User-Agent": userAgent]
    if let text = token?.exposedText { headers["Authorization"] = "Bearer \(text)" }
    if !request.body.isEmpty { headers["Content-Type"] = "application/json" }
    return HTTPRequest(request.method, baseURL.url(of: request.target), headers: headers, body: request.body)
  }

  private func report(
    _ request: APIRequest, _ outcome: FinishedRequest.Outcome, since start: ContinuousClock.Instant,
    bytes: Int
  ) {
    observer?(
      FinishedRequest(
        method: request.method, path: request.path, outcome: outcome, duration: ContinuousClock.now - start,
        responseBytes: bytes))
  }
}
