struct Base64Alphabet: Sendable {
  static let standard = Base64Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  static let url = Base64Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  private static let notInAlphabet: UInt8 = 0xFF
  private static let pad = UInt8(ascii: "=")

  private let characters: [UInt8]
  private let values: [UInt8]

  private init(_ alphabet: String) {
    characters = Array(alphabet.utf8)
    var values = [UInt8](repeating: Self.notInAlphabet, count: 256)
    for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
    self.values = values
  }

  func encode(_ bytes: some Collection<UInt8>, padding: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var bits: UInt32 = 0
    var bitCount = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      bitCount += 8
      while bitCount >= 6 {
        bitCount -= 6
        text.append(characters[Int(bits >> UInt32(bitCount)) & 63])
      }
    }
    if bitCount > 0 { text.append(characters[Int(bits << UInt32(6 - bitCount)) & 63]) }
    if padding {
      while !text.count.isMultiple(of: 4) { text.append(Self.pad) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Bits left over after the last byte must be zero, so that one value has one spelling.
  func decode(_ text: some Collection<UInt8>, padding: Bool, skipsWhitespace: Bool) -> [UInt8]? {
    var bytes: [UInt8] = []
    // Grown once: a secret isn't left behind in buffers that were too small.
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    guard append(text, to: &bytes, padding: padding, skipsWhitespace: skipsWhitespace) else {
      bytes.wipe()
      return nil
    }
    return bytes
  }

  private func append(
    _ text: some Collection<UInt8>, to bytes: inout [UInt8], padding: Bool, skipsWhitespace: Bool
  ) -> Bool {
    var bits: UInt32 = 0
    var bitCount = 0
    var characterCount = 0
    var padCount = 0
    for character in text {
      if skipsWhitespace, Self.isWhitespace(character) { continue }
      if padding, character == Self.pad {
        padCount += 1
        continue
      }
      let value = values[Int(character)]
      guard value != Self.notInAlphabet, padCount == 0 else { return false }
      characterCount += 1
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    guard characterCount % 4 != 1, bits & (1 << UInt32(bitCount) - 1) == 0 else { return false }
    return !padding || padCount == (4 - characterCount % 4) % 4
  }

  private static func isWhitespace(_ character: UInt8) -> Bool {
    character == UInt8(ascii: " ") || (9...13).contains(character)
  }
}

package enum PackedBits {
  /// The whole bytes made of values of `width` bits each; leftover bits are dropped.
  package static func bytes(_ values: some Sequence<UInt8>, width: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for value in values {
      bits = bits << width | UInt32(value)
      count += width
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
    return bytes
  }
}
