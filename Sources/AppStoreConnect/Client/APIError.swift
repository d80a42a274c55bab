import Cryptography
import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct APIError: Error, Sendable, Hashable {
  package var status: Int
  /// Empty if the body isn't in Apple's error format.
  package var errors: [ResponseError] = []
  /// A body in another format: a proxy's page, for instance.
  package var foreignBody: String?
  /// Apple's support asks for it: from the headers, else the first error's `id`.
  package var requestId: String?
  package var method: HTTPMethod
  /// Without its query.
  package var path: String
  /// Seconds or a date, as sent.
  package var retryAfter: String?
  package var date: String?
  /// How many seconds this machine's clock was ahead of the answer's `Date`; negative if behind.
  package var clockOffset: Int?
  package var credentials: CredentialSource?

  /// Whether it is about attributes that were sent, rather than about what the service holds.
  package var isAboutAttributes: Bool {
    errors.contains { $0.source?.pointer?.hasPrefix("/data/attributes/") == true }
  }
}

extension APIError {
  init(
    _ response: HTTPResponse, to request: APIRequest, token source: CredentialSource?, at time: Date,
    withholding: Withholding
  ) {
    let document = try? JSONDecoder().decode(ErrorResponse.self, fromBytes: response.body)
    let errors = (document?.errors ?? []).map { $0.withholding(withholding) }
    let headers = response.headers
    self.init(
      status: response.status, errors: errors,
      foreignBody: errors.isEmpty ? Self.describe(response, to: request, withholding) : nil,
      requestId: Self.requestIdHeaders.lazy.compactMap { headers[$0] }.first ?? errors.first?.id,
      method: request.method, path: request.path, retryAfter: headers["Retry-After"], date: headers["Date"],
      clockOffset: response.clockOffset(at: time),
      credentials: source)
  }

  private static let requestIdHeaders = [
    "x-request-id", "x-apple-request-uuid", "x-apple-jingle-correlation-key",
  ]

  private static func describe(
    _ response: HTTPResponse, to request: APIRequest, _ withholding: Withholding
  ) -> String {
    if response.body.isEmpty { return "the answer has no body" }
    let type = response.mediaType.map { " (\(TerminalText.escaped(String($0.prefix(100)))))" } ?? ""
    let text = String(decoding: response.body, as: UTF8.self)
    // A body that repeats the request may show a secret, perhaps in another encoding. So nothing is quoted if
    // the request held a secret or the body shows a token.
    let mayReveal =
      !request.confidential.isEmpty || text.contains("Bearer") || text.contains("eyJ")
      || withholding.occurs(in: text)
    let excerpt = mayReveal ? "" : ": \(TerminalText.excerpt(of: Array(withholding.shown(text).utf8)))"
    return "the answer\(type) isn't in Apple's error format\(excerpt)"
  }
}
