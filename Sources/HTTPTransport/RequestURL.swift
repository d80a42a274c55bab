import Platform

/// An `https` URL, or an `http` URL of a loopback host; without user info. It is checked before libcurl sees
/// it, and so strictly that two parsers can't read it in two ways.
package struct RequestURL: Sendable {
  let text: String
  /// In one spelling, for counting connections.
  let origin: String
  let isSecure: Bool
  package let isLoopback: Bool
  /// In lower case; an IPv6 address has its brackets.
  let host: String

  package init(_ text: String) throws(TransportError) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw Self.invalid("has a character that must be percent-encoded")
    }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://") else {
      throw Self.invalid("is not absolute")
    }
    let scheme = text[..<colon].lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw Self.invalid("has a scheme other than https")
    }
    let rest = text.utf8[text.utf8.index(colon, offsetBy: 3)...]
    let authority = Substring(
      rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    guard !authority.utf8.contains(UInt8(ascii: "@")) else {
      throw Self.invalid("must not have a user name or password")
    }
    let (host, port) = try Self.split(authority)
    self.host = host
    isSecure = scheme == "https"
    isLoopback = Loopback.isHost(host)
    guard isSecure || isLoopback else {
      throw Self.invalid("uses http with the host '\(host)'; only https is allowed except for loopback hosts")
    }
    origin = "\(scheme)://\(host):\(port ?? (isSecure ? 443 : 80))"
    self.text = text
  }

  /// The host in lower case (an IPv6 address with its brackets).
  private static func split(_ authority: Substring) throws(TransportError) -> (host: String, port: UInt16?) {
    let host: Substring
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[...end]
      let address = host.dropFirst().dropLast()
      guard !address.isEmpty, address.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
        throw invalid("has a malformed IPv6 address")
      }
    } else {
      host = Substring(authority.utf8.prefix { $0 != UInt8(ascii: ":") })
      guard !host.isEmpty else { throw invalid("has no host") }
      guard host.utf8.allSatisfy(isNameByte) else {
        throw invalid("has a malformed host")
      }
    }
    let rest = authority[host.endIndex...]
    if rest.isEmpty { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(digits),
      port > 0
    else {
      throw invalid("has a malformed port")
    }
    return (host.lowercased(), port)
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  // The URL isn't repeated: it may hold the password that it is refused for.
  private static func invalid(_ reason: String) -> TransportError {
    TransportError(.invalidURL, detail: "the URL \(reason)", mayHaveReachedServer: false)
  }
}
