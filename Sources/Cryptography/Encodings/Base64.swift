package enum Base64 {
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    Base64Alphabet.standard.encode(bytes, padding: true)
  }

  /// Spaces, tabs and line breaks are skipped. `nil` for anything else that isn't base64.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(text.utf8)
  }

  package static func decode(_ secret: Secret) -> Secret? {
    secret.withExposedBytes { decodeSecret($0) }
  }

  /// The value of a digit in either alphabet.
  package static func value(of sign: UInt8) -> UInt8? {
    switch sign {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): sign - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): sign - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): sign - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  static func decodeSecret(_ characters: some Collection<UInt8>) -> Secret? {
    guard var decoded = decode(characters) else { return nil }
    return Secret(taking: &decoded)
  }

  static func decode(_ characters: some Collection<UInt8>) -> [UInt8]? {
    Base64Alphabet.standard.decode(characters, padding: true, skipsWhitespace: true)
  }
}

/// The alphabet for URLs, without padding (RFC 4648, section 5; RFC 7515 for tokens).
package enum Base64URL {
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    Base64Alphabet.url.encode(bytes, padding: false)
  }

  /// `nil` for anything else, padding, white space and bits past the last byte included.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    Base64Alphabet.url.decode(text.utf8, padding: false, skipsWhitespace: false)
  }
}
