import Cryptography
import HTTPTransport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension APIError {
  /// Reads an answer with a status from 400.
  init(_ response: HTTPResponse, to request: APIRequest, token source: CredentialSource?, at time: Date) {
    let document = try? JSONDecoder().decode(ErrorResponse.self, fromBytes: response.body)
    let errors = (document?.errors ?? []).map { $0.withholding(request.confidential) }
    let headers = response.headers
    self.init(
      status: response.status, errors: errors,
      foreignBody: errors.isEmpty ? Self.describe(response, withholding: request.confidential) : nil,
      requestId: Self.requestIdHeaders.lazy.compactMap { headers[$0] }.first ?? errors.first?.id,
      method: request.method, path: request.path, retryAfter: headers["Retry-After"], date: headers["Date"],
      clockOffset: headers["Date"].flatMap(HTTPDate.parse).map { date in
        Int(time.timeIntervalSince(date).rounded())
      },
      credentials: source)
  }

  /// Where the service and the balancers before it put a request's ID.
  private static let requestIdHeaders = [
    "x-request-id", "x-apple-request-uuid", "x-apple-jingle-correlation-key",
  ]

  private static func describe(_ response: HTTPResponse, withholding secrets: [Secret]) -> String {
    if response.body.isEmpty { return "the answer has no body" }
    let type = response.mediaType.map { " (\(ControlCharacters.escape(String($0.prefix(100)))))" } ?? ""
    let text = String(decoding: response.body, as: UTF8.self)
    // A page that repeats the request shows what must not be seen, perhaps in another encoding, so pages
    // about a request with a secret, and those that show a token, aren't quoted at all.
    let mayReveal = !secrets.isEmpty || text.contains("Bearer") || text.contains("eyJ")
    let excerpt = mayReveal ? "" : ": \(ControlCharacters.excerpt(of: response.body))"
    return "the answer\(type) isn't in Apple's error format\(excerpt)"
  }
}

extension ResponseError {
  /// The error, less the texts that repeat a secret of the request: whole texts, for a part of one says much.
  fileprivate func withholding(_ secrets: [Secret]) -> ResponseError {
    guard !secrets.isEmpty else { return self }
    func shown(_ text: String) -> String {
      secrets.contains { $0.occurs(in: text) } ? "(withheld: it repeats the secret)" : text
    }
    var result = self
    result.id = id.map(shown)
    result.status = shown(status)
    result.code = shown(code)
    result.title = shown(title)
    result.detail = detail.map(shown)
    result.source = source.map { source in
      Source(pointer: source.pointer.map(shown), parameter: source.parameter.map(shown))
    }
    result.links = nil
    result.meta = meta.map { meta in
      let associated = meta.associatedErrors?.map { path, errors in
        (shown(path), errors.map { $0.withholding(secrets) })
      }
      return Meta(associatedErrors: associated.map { Dictionary($0, uniquingKeysWith: +) })
    }
    return result
  }
}

extension Secret {
  /// Whether a text repeats the secret.
  fileprivate func occurs(in text: String) -> Bool {
    withExposedBytes { bytes in !bytes.isEmpty && text.utf8.contains(bytes) }
  }
}
