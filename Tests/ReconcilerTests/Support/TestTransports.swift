import AppStoreConnect
import Cryptography
import HTTPTransport
import Simulator
import Synchronization

/// Answers some requests itself, and passes the others on.
struct InterceptingTransport: Transport {
  var base: any Transport
  var intercept: @Sendable (HTTPRequest) -> Result<HTTPResponse, TransportError>?

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    if let answer = intercept(request) { return try answer.get() }
    return try await base.send(request)
  }

  /// A broken connection.
  static let lost = TransportError(
    .connectionLost, detail: "the connection broke", mayHaveReachedServer: true)
}

/// Counts how many requests are under way at a time.
final class CountingTransport: Transport {
  private struct Counts {
    var all = 0
    var current = 0
    var highest = 0
  }

  private let base: any Transport
  private let expected: Int
  private let method: HTTPMethod
  private let counts = Mutex(Counts())

  /// Holds requests concerning webhooks back until `expected` of them are under way, however long that takes, but for
  /// the first: it may have to be answered before there are more.
  init(_ base: any Transport, expecting expected: Int, of method: HTTPMethod) {
    (self.base, self.expected, self.method) = (base, expected, method)
  }

  var highest: Int { counts.withLock { $0.highest } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard request.method == method, request.url.contains("/webhooks") else {
      return try await base.send(request)
    }
    let isFirst = counts.withLock { counts in
      counts.all += 1
      counts.current += 1
      counts.highest = max(counts.highest, counts.current)
      return counts.all == 1
    }
    defer { counts.withLock { $0.current -= 1 } }
    while !isFirst, highest < expected { await Task.yield() }
    // One more than expected would come now.
    for _ in 0..<20 { await Task.yield() }
    return try await base.send(request)
  }
}

/// Keeps the bodies of requests.
final class RecordingTransport: Transport {
  private let base: any Transport
  private let recorded = Mutex<[HTTPRequest]>([])

  init(_ base: any Transport) { self.base = base }

  var requests: [HTTPRequest] { recorded.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    recorded.withLock { $0.append(request) }
    return try await base.send(request)
  }
}

/// Tokens without a key, which can be renewed after a stray 401.
struct AnyTokens: TokenProvider {
  func token() -> Secret { Secret("none") }
  func renew() {}
}
