/// The URL of a webhook: absolute `https`, or `http` to a loopback host, without user info or fragment.
///
/// Equality is RFC 3986's after syntax normalisation (section 6.2.2) and scheme normalisation of the
/// default port and the empty path (6.2.3), so that a spelling never shows up as a difference.
package struct WebhookURL: Sendable, Hashable {
  /// What is wrong with a text that should be a URL.
  package enum ParseError: Error, Hashable, Sendable {
    /// There is nothing.
    case empty
    /// A character that must be percent-encoded, or a `%` without two hexadecimal digits.
    case invalidCharacter(Unicode.Scalar)
    /// No scheme and authority.
    case notAbsolute
    /// A scheme other than `https`.
    case scheme(String)
    /// `http` to a host that isn't loopback.
    case insecure(host: String)
    /// User name or password before the host.
    case userInfo
    /// No host, or one that can't be.
    case host(String)
    /// A port that isn't a number from 1 to 65535.
    case port(String)
    case fragment
  }

  /// The URL as written, which is what App Store Connect gets.
  package let text: String
  /// The URL as it is compared.
  package let normalized: String

  /// Reads a URL.
  package init(_ text: String) throws(ParseError) {
    self.text = text
    normalized = try Self.normalize(text)
  }

  /// The form in which a URL that Apple has is compared; one that can't be read stands for itself.
  package static func comparable(_ text: String) -> String {
    (try? normalize(text)) ?? text
  }

  /// Compares normalised forms.
  package static func == (left: Self, right: Self) -> Bool { left.normalized == right.normalized }

  /// Hashes what equality compares.
  package func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
}
