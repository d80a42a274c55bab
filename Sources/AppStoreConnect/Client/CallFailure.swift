import HTTPTransport

struct CallFailure: Error {
  enum Kind {
    case final
    /// The service says that nothing was carried out. It sometimes refuses valid tokens.
    case tokenRefused
    /// The service says that nothing was carried out.
    case rateLimited
    case transient
    /// For instance because a proxy cut the answer.
    case unreadable
  }

  var error: ClientError
  var kind: Kind
  /// Whether the service may have carried the request out.
  var isOutcomeOpen: Bool
  var retryAfter: Duration?

  /// Whether to look what became of a request that mustn't be carried out twice before it is sent again. That
  /// includes temporary refusals: the service says that nothing was done, but a look costs less than a duplicate.
  var needsSettling: Bool { isOutcomeOpen || kind == .tokenRefused || kind == .rateLimited }

  init(_ error: ClientError, _ kind: Kind = .final, isOutcomeOpen: Bool = false, retryAfter: Duration? = nil)
  {
    self.error = error
    self.kind = kind
    self.isOutcomeOpen = isOutcomeOpen
    self.retryAfter = retryAfter
  }

  init(_ error: TransportError, to request: APIRequest) {
    self.init(
      .transport(error, method: request.method, path: request.path), Self.kind(of: error.kind),
      isOutcomeOpen: error.mayHaveReachedServer)
  }

  /// A server that failed may have done its work before.
  init(_ error: APIError, retryAfter: Duration?) {
    let kind: Kind =
      switch error.status {
      case 401: .tokenRefused
      case 429: .rateLimited
      case 500, 502, 503, 504: .transient
      default: .final
      }
    self.init(.api(error), kind, isOutcomeOpen: error.status >= 500, retryAfter: retryAfter)
  }

  static func cancelled(_ request: APIRequest, isOutcomeOpen: Bool) -> CallFailure {
    CallFailure(
      TransportError(.cancelled, detail: "cancelled", mayHaveReachedServer: isOutcomeOpen), to: request)
  }

  private static func kind(of kind: TransportError.Kind) -> Kind {
    switch kind {
    case .hostNotFound, .proxyFailed, .connectionFailed, .timedOut, .connectionLost: .transient
    case .malformedResponse: .unreadable
    case .invalidURL, .tls, .responseTooLarge, .cancelled, .libraryMissing, .other: .final
    }
  }
}

struct Attempts {
  /// Its place in the line, which it keeps when it is sent again.
  var ticket: Int?
  /// Not counting refusals by 401 and 429.
  var failures = 0
  /// How many of the failures were answers that couldn't be read.
  var unreadable = 0
  var tokenRenewals = 0
  /// How many requests failed that the service may have carried out.
  var open = 0
  /// How many requests were refused temporarily; the service says that they were not carried out.
  var refused = 0
}
