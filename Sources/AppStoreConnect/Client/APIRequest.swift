import Cryptography
import HTTPTransport

/// One call of the API, before it gets its token.
struct APIRequest: Sendable {
  var method: HTTPMethod
  var target: RequestTarget
  var body: [UInt8] = []
  /// The one status that Apple documents as this call's success.
  var success: Int
  /// Whether sending it twice does no more harm than sending it once.
  var isRepeatable: Bool
  /// The latest time, by the client's clock, at which it may be sent the first time; `nil` for any.
  var latest: Duration?
  /// The latest time at which it may be sent again after an open outcome; `nil` for any.
  var latestRepetition: Duration?
  /// Secrets in the body, which an answer might repeat.
  var confidential: [Secret] = []

  init(
    method: HTTPMethod, target: RequestTarget, body: [UInt8] = [], success: Int, isRepeatable: Bool? = nil,
    confidential: [Secret] = []
  ) {
    self.method = method
    self.target = target
    self.body = body
    self.success = success
    self.isRepeatable = isRepeatable ?? (method != .post)
    self.confidential = confidential
  }

  /// A read.
  static func get(_ target: RequestTarget) -> APIRequest {
    APIRequest(method: .get, target: target, success: 200)
  }

  var path: String { target.path }
}
