/// Why a request can't be read; the connection ends with it.
enum RequestFailure: Error, Equatable {
  /// The client went away, or the server stops.
  case silent
  case badRequest(String)
  case timedOut
  case bodyTooLarge(limit: Int)
  case targetTooLong(limit: Int)
  case headerTooLarge(limit: Int)
  case expectationFailed
  case notImplemented(String)
  case versionNotSupported

  var response: ServerResponse? {
    switch self {
    case .silent: nil
    case .badRequest(let detail): .text(400, detail)
    case .timedOut: .text(408, "the request took too long to arrive")
    case .bodyTooLarge(let limit): .text(413, "the body is longer than \(limit) bytes")
    case .targetTooLong(let limit): .text(414, "the request line is longer than \(limit) bytes")
    case .headerTooLarge(let limit): .text(431, "the header fields are longer than \(limit) bytes")
    case .expectationFailed: .text(417, "the only supported expectation is 100-continue")
    case .notImplemented(let detail): .text(501, detail)
    case .versionNotSupported: .text(505, "HTTP/1.1 and HTTP/1.0 are supported")
    }
  }
}

extension ServerResponse {
  static func text(_ status: Int, _ line: String) -> Self {
    Self(
      status: status, headers: [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")],
      body: Array("\(line)\n".utf8))
  }
}
