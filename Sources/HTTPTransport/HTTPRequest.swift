/// The methods that App Store Connect's API uses.
package enum HTTPMethod: String, Sendable, Hashable {
  /// Reads.
  case get = "GET"
  /// Creates; not idempotent.
  case post = "POST"
  /// Changes.
  case patch = "PATCH"
  /// Deletes.
  case delete = "DELETE"
}

/// One HTTP request.
///
/// Its description names method and URL only: headers carry the token and bodies carry secrets.
package struct HTTPRequest: Sendable {
  /// The method.
  package var method: HTTPMethod
  /// The absolute URL, already percent-encoded: `https`, or `http` for a loopback host.
  package var url: String
  /// The header fields, `Authorization` among them.
  package var headers: HTTPHeaders
  /// The body; empty for none.
  package var body: [UInt8]

  /// Creates a request.
  package init(_ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Method and URL.
  package var description: String { "\(method.rawValue) \(url)" }
  /// Method and URL, so that `dump` shows no header and no body.
  package var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url]) }
}
