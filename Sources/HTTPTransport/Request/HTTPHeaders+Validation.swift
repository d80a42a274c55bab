extension HTTPHeaders {
  /// A field could end its line and start another (RFC 9110, section 5.5). Values aren't shown: they may be
  /// secret.
  func validate() throws(TransportError) {
    for (name, value) in fields {
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenCharacter) else {
        throw TransportError(
          .other, detail: "the name of a header field is empty or has a character that isn't allowed",
          mayHaveReachedServer: false)
      }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
        throw TransportError(
          .other, detail: "the value of header field '\(name)' has a line break or another control character",
          mayHaveReachedServer: false)
      }
    }
  }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
