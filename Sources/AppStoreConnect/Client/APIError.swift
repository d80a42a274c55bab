import HTTPTransport

/// A status from 400.
package struct APIError: Error, Sendable, Hashable {
  package var status: Int
  /// Empty if the body isn't in Apple's error format.
  package var errors: [ResponseError] = []
  /// What the body is else: a proxy's page, for instance.
  package var foreignBody: String?
  /// Apple's support asks for it: from the headers, else the first error's `id`.
  package var requestId: String?
  package var method: HTTPMethod
  /// Without its query.
  package var path: String
  /// As it is: seconds or a date.
  package var retryAfter: String?
  /// As it is.
  package var date: String?
  /// How many seconds this machine's clock was ahead of the answer's `Date`; negative: behind.
  package var clockOffset: Int?
  package var credentials: CredentialSource?

  /// Whether it is about attributes that were sent, as against what is there.
  package var isAboutAttributes: Bool {
    errors.contains { $0.source?.pointer?.hasPrefix("/data/attributes/") == true }
  }
}
