/// The forms in which a secret is looked for: as it is, in hexadecimal, and in base64 wherever it stands in
/// what was encoded. Percent-encoding, escapes of JSON and HTML, case, white space and the alphabet of base64
/// don't make forms of their own: texts are brought into one shape before they are compared.
struct SecretForms {
  /// Compared without their punctuation.
  private(set) var encoded: [[UInt8]] = []
  private(set) var plain: [UInt8]

  /// `plain`: the part that is secret when it comes as it is; `nil` for all.
  init(_ bytes: UnsafeBufferPointer<UInt8>, plain: [UInt8]? = nil) {
    self.plain = plain ?? Array(bytes)
    encoded.append(Array(Hexadecimal.encode(bytes).utf8))
    for offset in 0..<3 { encoded.append(Self.base64(bytes, at: offset)) }
  }

  mutating func wipe() {
    plain.wipe()
    for index in encoded.indices { encoded[index].wipe() }
  }

  /// The digits that depend on these bytes alone, if `offset` others come before them.
  private static func base64(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> [UInt8] {
    var padded = [UInt8](repeating: 0, count: offset)
    padded += bytes
    let text = Array(Base64.encode(padded).utf8)
    padded.wipe()
    let first = (offset * 8 + 5) / 6
    let end = (offset + bytes.count) * 8 / 6
    return first < end ? Array(text[first..<end]) : []
  }
}

enum ComparedText {
  static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// A letter, a digit or not ASCII; only punctuation doesn't count.
  static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || isNarrowLetter(byte) }

  static func isNarrowLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}
