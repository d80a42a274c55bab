import HTTPTransport

/// What App Store Connect answered instead of what was asked for: a status from 400.
public struct APIError: Error, Sendable, Hashable {
  /// The HTTP status.
  public var status: Int
  /// Apple's errors; empty where the body isn't in Apple's error format.
  public var errors: [ResponseError]
  /// What the body is where it isn't in Apple's error format: a proxy's page, for instance.
  public var foreignBody: String?
  /// The request's ID, which Apple's support asks for: from the headers, else the first error's `id`.
  public var requestId: String?
  /// The request's method.
  public var method: HTTPMethod
  /// The request's path, without its query.
  public var path: String
  /// The header `Retry-After` as it is: seconds or a date.
  public var retryAfter: String?
  /// The header `Date` as it is.
  public var date: String?
  /// How many seconds this machine's clock was ahead of the answer's `Date`; negative: behind.
  public var clockOffset: Int?
  /// Where the key that signed the request's token came from.
  public var credentials: CredentialSource?

  /// Whether it is about attributes that were sent, as against what is there.
  public var isAboutAttributes: Bool {
    errors.contains { $0.source?.pointer?.hasPrefix("/data/attributes/") == true }
  }

  /// Creates an error.
  public init(
    status: Int, errors: [ResponseError] = [], foreignBody: String? = nil, requestId: String? = nil,
    method: HTTPMethod, path: String, retryAfter: String? = nil, date: String? = nil,
    clockOffset: Int? = nil, credentials: CredentialSource? = nil
  ) {
    self.status = status
    self.errors = errors
    self.foreignBody = foreignBody
    self.requestId = requestId
    self.method = method
    self.path = path
    self.retryAfter = retryAfter
    self.date = date
    self.clockOffset = clockOffset
    self.credentials = credentials
  }
}
