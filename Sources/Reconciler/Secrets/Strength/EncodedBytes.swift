import Cryptography

/// A text that is the hexadecimal or base64 form of bytes.
struct EncodedBytes {
  /// The text without padding.
  let signs: [UInt8]
  let isHexadecimal: Bool
  let bytes: [UInt8]

  /// `nil` if it isn't plainly one or the other.
  init?(_ text: [UInt8]) {
    var signs = text[...]
    while signs.last == UInt8(ascii: "="), text.count - signs.count < 2 { signs.removeLast() }
    let isPadded = signs.count < text.count
    guard !isPadded || text.count.isMultiple(of: 4) else { return nil }
    self.signs = Array(signs)
    // Hexadecimal digits and UUIDs are also base64, but of bytes that nobody meant.
    let hyphen = UInt8(ascii: "-")
    isHexadecimal = signs.allSatisfy { Hexadecimal.value(of: $0) != nil || $0 == hyphen }
    if isHexadecimal {
      let isMixed = Self.small.contains(where: signs.contains) && Self.capital.contains(where: signs.contains)
      guard !isPadded, !isMixed, !signs.contains(hyphen), signs.count.isMultiple(of: 2) else { return nil }
    } else {
      let hasBoth =
        signs.contains { $0 == hyphen || $0 == UInt8(ascii: "_") }
        && signs.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
      let isBase64 = signs.allSatisfy { Base64.value(of: $0) != nil }
      guard !hasBoth, signs.count % 4 != 1, isBase64 else { return nil }
    }
    bytes = Self.decode(self.signs[...], isHexadecimal: isHexadecimal)
  }

  /// Whether the bytes are text, or contain text, from any place where decoding could begin.
  var holdsText: Bool {
    if String(validating: bytes, as: UTF8.self) != nil { return true }
    return (0..<(isHexadecimal ? 2 : 4)).contains { start in
      let bytes = Self.decode(signs[start...], isHexadecimal: isHexadecimal)
      let isPrintable = bytes.map { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }
      let longest = isPrintable.split(separator: false).map(\.count).max() ?? 0
      return longest >= 11 || isPrintable.count { $0 } * 5 >= bytes.count * 4
    }
  }

  private static let small = UInt8(ascii: "a")...UInt8(ascii: "f")
  private static let capital = UInt8(ascii: "A")...UInt8(ascii: "F")

  private static func decode(_ signs: ArraySlice<UInt8>, isHexadecimal: Bool) -> [UInt8] {
    let values = signs.lazy.map { (isHexadecimal ? Hexadecimal.value(of: $0) : Base64.value(of: $0)) ?? 0 }
    return PackedBits.bytes(values, width: isHexadecimal ? 4 : 6)
  }
}
