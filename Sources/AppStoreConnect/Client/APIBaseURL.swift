import Platform

/// Where requests go: `https://api.appstoreconnect.apple.com`, a gateway, or a simulator on loopback.
///
/// A path is put before the API's own. User info, a query or a fragment is refused: none of them means
/// anything here, and user info is a secret in the wrong place.
package struct APIBaseURL: Sendable, Hashable, CustomStringConvertible {
  let origin: Origin
  /// Before `/v1`: empty, or a path without a closing slash.
  let pathPrefix: String
  package static let appStoreConnect = APIBaseURL(
    origin: Origin(scheme: "https", host: "api.appstoreconnect.apple.com", port: nil), pathPrefix: "")

  private init(origin: Origin, pathPrefix: String) {
    self.origin = origin
    self.pathPrefix = pathPrefix
  }

  /// `https`, or `http` to `localhost`, `127.0.0.0/8` or `[::1]`.
  package init(_ text: String) throws(APIBaseURLError) {
    let (origin, rest) = try Origin.split(text[...])
    guard !rest.contains("?"), !rest.contains("#") else { throw .queryOrFragment }
    let path = rest.hasSuffix("/") ? rest.dropLast() : rest
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard RequestTarget.isWellFormed(path), segments.allSatisfy({ !["", ".", ".."].contains($0) }) else {
      throw .malformedPath
    }
    self.init(origin: origin, pathPrefix: String(path))
  }

  /// In lower case; an IPv6 address is in brackets.
  package var host: String { origin.host }

  /// With the port if it isn't the scheme's own.
  package var authority: String { origin.authority }

  package var isLoopback: Bool { Loopback.isHost(origin.host) }
  package var description: String { origin.text + pathPrefix }

  func url(of target: RequestTarget) -> String { origin.text + target.text }
}

/// None of the cases repeats the text, which may hold a password.
package enum APIBaseURLError: Error, Sendable, Hashable {
  case notAbsolute, schemeNotHTTPS
  /// Would send the token in the clear.
  case httpBeyondLoopback(host: String)
  case userInfo, queryOrFragment, hostMissing, malformedHost, malformedPort
  /// Characters that must be percent-encoded, or empty or dot segments.
  case malformedPath
}

extension APIBaseURLError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAbsolute: "the API URL must be absolute, such as \(APIBaseURL.appStoreConnect)"
    case .schemeNotHTTPS:
      "the API URL must begin with https://"
    case .httpBeyondLoopback(let host):
      "the API URL must begin with https://; http:// would send the token in the clear to "
        + "\(TerminalText.escaped(host)) (http is for localhost, 127.0.0.1 and [::1])"
    case .userInfo: "the API URL must not contain a user name or password"
    case .queryOrFragment: "the API URL must not contain a query ('?') or a fragment ('#')"
    case .hostMissing: "the API URL has no host"
    case .malformedHost:
      "the API URL's host has characters that a host name can't have (write an international name as xn--…)"
    case .malformedPort: "the API URL's port must be a number from 1 to 65535"
    case .malformedPath: "the API URL's path must be percent-encoded and have no empty, '.' or '..' segments"
    }
  }
}
