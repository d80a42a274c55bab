import HTTPTransport

/// What App Store Connect answered instead of what was asked for: a status from 400.
package struct APIError: Error, Sendable, Hashable {
  /// The HTTP status.
  package var status: Int
  /// Apple's errors; empty where the body isn't in Apple's error format.
  package var errors: [ResponseError]
  /// What the body is where it isn't in Apple's error format: a proxy's page, for instance.
  package var foreignBody: String?
  /// The request's ID, which Apple's support asks for: from the headers, else the first error's `id`.
  package var requestId: String?
  /// The request's method.
  package var method: HTTPMethod
  /// The request's path, without its query.
  package var path: String
  /// The header `Retry-After` as it is: seconds or a date.
  package var retryAfter: String?
  /// The header `Date` as it is.
  package var date: String?
  /// How many seconds this machine's clock was ahead of the answer's `Date`; negative: behind.
  package var clockOffset: Int?
  /// Where the key that signed the request's token came from.
  package var credentials: CredentialSource?

  /// Whether it is about attributes that were sent, as against what is there.
  package var isAboutAttributes: Bool {
    errors.contains { $0.source?.pointer?.hasPrefix("/data/attributes/") == true }
  }

  package init(
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
