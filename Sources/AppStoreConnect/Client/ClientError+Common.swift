extension ClientError {
  /// The path that was asked for; `nil` if no request was made.
  package var path: String? {
    switch self {
    case .transport(_, _, let path), .malformedResponse(_, let path, _, _), .redirected(_, let path, _, _),
      .paging(_, let path), .invalidRequest(_, let path, _), .rateLimited(_, _, _, _, let path),
      .stopped(_, let path, _), .outdated(_, let path), .unavailable(_, _, _, let path):
      path
    case .api(let error): error.path
    case .outcomeUnknown(let cause, _): cause.path
    case .token, .repeatedCreate: nil
    }
  }

  /// The error for several calls that failed alike: without the ID that each asked for.
  package var common: ClientError {
    switch self {
    case .transport(let error, let method, let path):
      .transport(error, method: method, path: Self.common(path))
    case .api(var error):
      {
        error.path = Self.common(error.path)
        return .api(error)
      }()
    case .malformedResponse(let method, let path, let status, let detail):
      .malformedResponse(method: method, path: Self.common(path), status: status, detail: detail)
    case .redirected(let method, let path, let status, let location):
      .redirected(method: method, path: Self.common(path), status: status, location: location)
    case .paging(let fault, let path): .paging(fault, path: Self.common(path))
    case .rateLimited(let waited, let limit, var answer, let method, let path):
      {
        answer.path = Self.common(answer.path)
        return .rateLimited(
          waited: waited, limit: limit, answer: answer, method: method, path: Self.common(path))
      }()
    case .unavailable(_, let last, _, _): last.common
    case .stopped(let method, let path, let isOutcomeOpen):
      .stopped(method: method, path: Self.common(path), isOutcomeOpen: isOutcomeOpen)
    case .outdated(let method, let path): .outdated(method: method, path: Self.common(path))
    case .token, .invalidRequest, .outcomeUnknown, .repeatedCreate: self
    }
  }

  /// Equal for calls that failed alike, whatever each asked for, when, and how long it took.
  package var likeness: ClientError {
    switch common {
    case .transport(var error, let method, let path):
      error.detail = ""
      error.mayHaveReachedServer = false
      return .transport(error, method: method, path: path)
    case .api(var error):
      error.requestId = nil
      error.date = nil
      error.retryAfter = nil
      if case .clock = error.cause {} else { error.clockOffset = nil }
      for index in error.errors.indices { error.errors[index].id = nil }
      return .api(error)
    case let other: return other
    }
  }

  /// `/v1/apps/…/webhooks`
  private static func common(_ path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 3, parts[1] == "v1" { parts[3] = "…" }
    return parts.joined(separator: "/")
  }
}
