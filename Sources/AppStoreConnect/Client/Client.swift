import Cryptography
import HTTPTransport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// App Store Connect's webhooks API, call by call as Apple documents it.
///
/// Lists are whole or an error: a page that fails fails its list, so a broken read is never mistaken for
/// "there are none". Answers are checked against Apple's OpenAPI document 4.4.1; a success that isn't the
/// documented one is an error too.
///
/// Calls that fail temporarily are sent again (``RetryPolicy``), and all wait together when the service limits
/// requests; a client and its copies share one gate, one budget of retries and one count.
package struct Client: Sendable {
  static let idsPerRequest = 100
  /// For URLs with a filter: servers and balancers commonly refuse more than 8,000 bytes.
  static let urlBytesPerRequest = 6_000
  static let concurrentBatches = 4
  /// After this many pages in a row without a new entry, the list counts as stuck.
  static let mostPagesWithoutNews = 100

  let sender: RequestSender
  /// A list of more pages counts as stuck.
  let maximumPages: Int
  let takesShortLists: Bool
  let shortListLog = ShortListLog()
  /// The latest time to send a change first; `nil` for no limit.
  private var latest: Duration?

  /// - Parameters:
  ///   - baseURL: requests, and so the token, go nowhere else.
  ///   - tokens: `nil` sends none.
  ///   - maxWait: how long all calls together wait for the service's limits; after that they fail.
  ///   - takesShortLists: lists of apps and webhooks may have fewer entries than their total says.
  ///   - observer: is told of each request that ended, on any thread.
  ///   - now: the clock that the answers' `Date` is compared with.
  ///   - withholding: what errors don't show; the client adds the tokens and the secrets that it sends.
  package init(
    transport: any Transport, baseURL: APIBaseURL = .appStoreConnect, tokens: (any TokenProvider)?,
    userAgent: String = "storehooks", retries: RetryPolicy = RetryPolicy(), concurrency: Int = 8,
    maxWait: Duration = .seconds(15 * 60), takesShortLists: Bool = false, clock: WaitClock = .continuous,
    observer: (@Sendable (FinishedRequest) -> Void)? = nil, onWait: (@Sendable (WaitEvent) -> Void)? = nil,
    now: @escaping @Sendable () -> Date = { Date() }, withholding: Withholding = Withholding()
  ) {
    let stop = StopSignal()
    self.init(
      sender: RequestSender(
        transport: transport, baseURL: baseURL, tokens: tokens, userAgent: userAgent, retries: retries,
        gate: RateGate(concurrency: concurrency, maxWait: maxWait, clock: clock, stop: stop), stop: stop,
        clock: clock, now: now, withholding: withholding, observer: observer, waitObserver: onWait),
      takesShortLists: takesShortLists)
  }

  init(sender: RequestSender, maximumPages: Int = 10_000, takesShortLists: Bool = false) {
    self.sender = sender
    self.maximumPages = maximumPages
    self.takesShortLists = takesShortLists
  }

  package var baseURL: APIBaseURL { sender.baseURL }

  package var clock: WaitClock { sender.clock }

  /// Ends all waits of this client and its copies, now and from now on. A call that waits for the rate limit
  /// fails with ``ClientError/stopped(method:path:isOutcomeOpen:)``, one that waits before a repetition with
  /// its last error. Requests in flight go on, and so does a look that settles what one of them did.
  package func stopWaiting() { sender.gate.stopWaiting() }

  /// A copy that sends no change after `latest`, by ``clock``, however long the change had to wait for its
  /// turn or for the service's limits. It then fails unsent, with ``ClientError/outdated(method:path:)``.
  package func sendingChanges(until latest: Duration?) -> Client {
    var client = self
    client.latest = latest
    return client
  }

  package var statistics: RequestStatistics { sender.statistics }

  package var shortLists: [ShortList] { shortListLog.all }
}

extension Client {
  func target(_ segments: String..., parameters: [RequestTarget.Parameter] = []) -> RequestTarget {
    RequestTarget(under: baseURL, ["v1"] + segments, parameters)
  }

  func read<Primary: Resource, Related>(
    _ target: RequestTarget, as document: ResourceDocument<Primary, Related>.Type
  ) async throws(ClientError) -> ResourceDocument<Primary, Related> {
    try await send(.get(target), as: document)
  }

  func write<Primary: Resource, Related>(
    _ method: HTTPMethod, _ target: RequestTarget, _ body: some Encodable, secrets: [Secret] = [],
    as document: ResourceDocument<Primary, Related>.Type
  ) async throws(ClientError) -> Primary {
    try await send(encode(method, target, body, secrets: secrets), as: document).data
  }

  func writeRepeatedly<Primary: Resource & Hashable, Related>(
    _ target: RequestTarget, _ body: some Encodable, as document: ResourceDocument<Primary, Related>.Type,
    _ attempts: inout Attempts
  ) async throws(ClientError) -> Repeated<Primary> {
    var request = try encode(.post, target, body)
    request.isRepeatable = true
    do {
      let answer = try await send(request, as: document, &attempts)
      return Repeated(answer.data, times: attempts.open + 1)
    } catch {
      throw error.error
    }
  }

  func encode(
    _ method: HTTPMethod, _ target: RequestTarget, _ body: some Encodable, secrets: [Secret] = []
  ) throws(ClientError) -> APIRequest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return change(method, target, body: try Array(encoder.encode(body)), confidential: secrets)
    } catch {
      // Only a secret can hold anything but UTF-8.
      throw .invalidRequest(
        method: method, path: target.path, detail: "the webhook's secret is not valid UTF-8")
    }
  }

  func change(
    _ method: HTTPMethod, _ target: RequestTarget, body: [UInt8] = [], confidential: [Secret] = []
  ) -> APIRequest {
    let success = [.post: 201, .delete: 204][method] ?? 200
    var request = APIRequest(
      method: method, target: target, body: body, success: success, confidential: confidential)
    request.latest = latest
    return request
  }

  private func send<Primary: Resource, Related>(
    _ request: APIRequest, as document: ResourceDocument<Primary, Related>.Type
  ) async throws(ClientError) -> ResourceDocument<Primary, Related> {
    var attempts = Attempts()
    do { return try await send(request, as: document, &attempts) } catch { throw error.error }
  }

  func send<Primary: Resource, Related>(
    _ request: APIRequest, as document: ResourceDocument<Primary, Related>.Type, _ attempts: inout Attempts
  ) async throws(CallFailure) -> ResourceDocument<Primary, Related> {
    let answer = try await sender.send(request, as: document, &attempts)
    do {
      try Primary.check([answer.data], of: request, status: request.success)
    } catch {
      attempts.open += 1
      throw CallFailure(error, isOutcomeOpen: true)
    }
    return answer
  }
}
