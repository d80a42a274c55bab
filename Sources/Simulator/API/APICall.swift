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
    let target = target.utf8.prefix { $0 != UInt8(ascii: "#") }
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    self.path = String(Substring(path))
    query = path.endIndex == target.endIndex ? nil : String(Substring(target[path.endIndex...].dropFirst()))
    self.headers = headers
    self.body = body
  }

  /// Takes a client's request apart; a URL without scheme is taken for a path.
  init(_ request: HTTPRequest) {
    let url = request.url.utf8
    let afterScheme = url.drop { !":/?#".utf8.contains($0) }
    let authorityEnd =
      afterScheme.starts(with: "://".utf8)
      ? afterScheme.dropFirst(3).firstIndex { "/?#".utf8.contains($0) } ?? url.endIndex : url.startIndex
    self.init(
      method: request.method.rawValue, base: String(request.url[..<authorityEnd]),
      target: String(request.url[authorityEnd...]), headers: request.headers, body: request.body)
  }

  /// Path and query, for the log.
  var target: String { query.map { "\(path)?\($0)" } ?? path }
}
