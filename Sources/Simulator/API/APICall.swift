import HTTPTransport

/// A request as the simulator sees it, whichever way it came.
struct APICall: Sendable {
  /// The method as sent; over HTTP it may be any.
  var method: String
  /// The scheme and authority that the request was sent to: links of the answer point there.
  var base: String
  /// The path, still percent-encoded.
  var path: String
  /// The query without its question mark, still percent-encoded; `nil` for none.
  var query: String?
  var headers: HTTPHeaders
  var body: [UInt8]

  init(method: String, base: String, target: String, headers: HTTPHeaders, body: [UInt8]) {
    self.method = method
    self.base = base
    let target = target.prefix { $0 != "#" }
    let mark = target.firstIndex(of: "?")
    path = String(target[..<(mark ?? target.endIndex)])
    query = mark.map { String(target[target.index(after: $0)...]) }
    self.headers = headers
    self.body = body
  }

  /// Takes a client's request apart; a URL without scheme is taken for a path.
  init(_ request: HTTPRequest) {
    let url = request.url
    var authorityEnd = url.startIndex
    if let scheme = url.firstRange(of: "://") {
      authorityEnd = url[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
    }
    self.init(
      method: request.method.rawValue, base: String(url[..<authorityEnd]),
      target: String(url[authorityEnd...]), headers: request.headers, body: request.body)
  }

  /// Path and query, for the log.
  var target: String { query.map { "\(path)?\($0)" } ?? path }
}
