/// A text that is the hexadecimal or base64 form of bytes.
struct EncodedBytes {
  /// The text without padding.
  let signs: [UInt8]
  let isHexadecimal: Bool
  let bytes: [UInt8]

  /// `nil` where it isn't plainly one or the other.
  init?(_ text: [UInt8]) {
    var signs = text[...]
    while signs.last == UInt8(ascii: "="), text.count - signs.count < 2 { signs.removeLast() }
    let isPadded = signs.count < text.count
    guard !isPadded || text.count.isMultiple(of: 4) else { return nil }
    self.signs = Array(signs)
    // Hexadecimal digits are base64, too, but then of bytes that nobody meant; the same with UUIDs.
    let hyphen = UInt8(ascii: "-")
    isHexadecimal = signs.allSatisfy { Self.hexadecimal($0) != nil || $0 == hyphen }
    if isHexadecimal {
      let isMixed = Self.small.contains(where: signs.contains) && Self.capital.contains(where: signs.contains)
      guard !isPadded, !isMixed, !signs.contains(hyphen), signs.count.isMultiple(of: 2) else { return nil }
      bytes = Self.decode(self.signs[...], bits: 4, Self.hexadecimal)
    } else {
      let hasBoth =
        signs.contains { $0 == hyphen || $0 == UInt8(ascii: "_") }
        && signs.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
      guard !hasBoth, signs.count % 4 != 1, signs.allSatisfy({ Self.base64($0) != nil }) else { return nil }
      bytes = Self.decode(self.signs[...], bits: 6, Self.base64)
    }
  }

  /// Whether the bytes are text, or have text in them, wherever one begins to decode.
  var holdsText: Bool {
    if String(validating: bytes, as: UTF8.self) != nil { return true }
    let bits: UInt32 = isHexadecimal ? 4 : 6
    let value = isHexadecimal ? Self.hexadecimal : Self.base64
    return (0..<(isHexadecimal ? 2 : 4)).contains { start in
      let bytes = Self.decode(signs[start...], bits: bits, value)
      let isPrintable = bytes.map { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }
      let longest = isPrintable.split(separator: false).map(\.count).max() ?? 0
      return longest >= 11 || isPrintable.count { $0 } * 5 >= bytes.count * 4
    }
  }

  private static let small = UInt8(ascii: "a")...UInt8(ascii: "f")
  private static let capital = UInt8(ascii: "A")...UInt8(ascii: "F")
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  private static func hexadecimal(_ sign: UInt8) -> UInt8? {
    if digits.contains(sign) { return sign - digits.lowerBound }
    if small.contains(sign) { return sign - small.lowerBound + 10 }
    return capital.contains(sign) ? sign - capital.lowerBound + 10 : nil
  }

  private static func base64(_ sign: UInt8) -> UInt8? {
    switch sign {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): sign - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): sign - UInt8(ascii: "a") + 26
    case digits: sign - digits.lowerBound + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// The whole bytes that signs of so many bits make; bits that are left over are dropped.
  private static func decode(_ signs: ArraySlice<UInt8>, bits: UInt32, _ value: (UInt8) -> UInt8?) -> [UInt8]
  {
    var (bytes, rest, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for sign in signs {
      rest = rest << bits | UInt32(value(sign) ?? 0)
      count += bits
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: rest >> count))
    }
    return bytes
  }
}
