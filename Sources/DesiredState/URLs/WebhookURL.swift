import Cryptography

/// The URL of a webhook: absolute `https`, or `http` to a loopback host, without user info or fragment.
///
/// Equality is RFC 3986's after syntax normalisation (section 6.2.2) and scheme normalisation of the
/// default port and the empty path (6.2.3), so that a spelling never shows up as a difference.
package struct WebhookURL: Sendable, Hashable {
  package enum ParseError: Error, Hashable, Sendable {
    case empty
    /// One that must be percent-encoded, or a `%` without two hexadecimal digits.
    case invalidCharacter(Unicode.Scalar)
    case notAbsolute
    case scheme(String)
    /// `http` to a host that isn't loopback.
    case insecure(host: String)
    case userInfo
    case host(String)
    case port(String)
    case fragment
  }

  /// As written, which is what App Store Connect gets.
  package let text: String
  package let normalized: String
  /// Whether a sensitive variable is in it.
  package let isSensitive: Bool

  package init(_ text: String, isSensitive: Bool = false) throws(ParseError) {
    self.text = text
    self.isSensitive = isSensitive
    normalized = try Self.normalize(text)
  }

  /// The normal form of a URL that Apple has, or the text itself if it can't be read.
  package static func comparable(_ text: String) -> String {
    (try? normalize(text)) ?? text
  }

  package static func == (left: Self, right: Self) -> Bool { left.normalized == right.normalized }

  package func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
}

extension WebhookURL {
  /// A URL as it may be shown: `https://user:…@host/` if it holds a password. A user name without a password
  /// may be a token, and is left out, too.
  ///
  /// The file can't hold such URLs, but other tools may have made webhooks with them.
  package static func shown(_ text: String) -> String { URLPassword.hidden(in: text) }

  /// Where user name and password stand in a URL, valid or not; `nil` if there is neither.
  package static func userInfo(of text: String) -> Range<String.Index>? { URLPassword.userInfo(in: text) }
}
