package enum HTTPMethod: String, Sendable, Hashable {
  case get = "GET"
  case post = "POST"
  case patch = "PATCH"
  case delete = "DELETE"
}

/// Its description names method and URL only: headers carry the token and bodies carry secrets.
package struct HTTPRequest: Sendable {
  package var method: HTTPMethod
  /// Absolute and percent-encoded: `https`, or `http` for a loopback host.
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(_ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(method.rawValue) \(url)" }
  package var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url]) }
}
