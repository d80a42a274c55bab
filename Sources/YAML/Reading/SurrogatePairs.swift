import Diagnostics

/// Characters that JSON writes as two escapes, `\ud83d\ude00`, which libyaml doesn't know. libyaml gets, for
/// each half, an escape of the same length from a part of the private use area that the file doesn't use, and
/// its texts are put right afterwards: so no place in the file moves. What looks like a pair outside of
/// double quotes is text, and is put back.
struct SurrogatePairs {
  private struct Pair {
    /// Of its first half, in Unicode scalars from the beginning, as libyaml counts.
    var index: Int
    /// Twelve characters.
    var written: [UInt8]
    var scalar: Unicode.Scalar
  }

  private(set) var bytes: [UInt8]
  private var pairs: ArraySlice<Pair> = []
  /// The distance from a half to its stand-in.
  private let shift: Int

  /// `nil` if there are no pairs, or no part of the private use area is free.
  init?(in file: [UInt8], bomLength: Int) {
    guard let shift = Self.freeShift(in: file) else { return nil }
    self.shift = shift
    bytes = file
    var index = 0
    var offset = bomLength
    var backslashes = 0
    while offset < file.count {
      let isEscape = file[offset] == UInt8(ascii: "\\")
      if isEscape, backslashes.isMultiple(of: 2), let scalar = Self.pair(in: file, at: offset) {
        let place = offset..<offset + 12
        pairs.append(Pair(index: index, written: Array(file[place]), scalar: scalar))
        for half in [offset, offset + 6] {
          let value = (Self.unit(in: file, at: half) ?? 0) + shift
          let digits = String(value, radix: 16)
          bytes.replaceSubrange((half + 2)..<(half + 6), with: Array(digits.utf8))
        }
        offset += 12
        index += 12
        backslashes = 0
        continue
      }
      backslashes = isEscape ? backslashes + 1 : 0
      if !isContinuation(file[offset]) { index += 1 }
      offset += 1
    }
    if pairs.isEmpty { return nil }
  }

  /// `nil` if the text holds no pair. Scalars come in the order of the file.
  mutating func restored(_ text: UnsafeBufferPointer<UInt8>, in place: Range<Int>, isInDoubleQuotes: Bool)
    -> [UInt8]?
  {
    while let first = pairs.first, first.index < place.lowerBound { pairs.removeFirst() }
    var result: [UInt8] = []
    var rest = Array(text)[...]
    while let pair = pairs.first, pair.index < place.upperBound {
      pairs.removeFirst()
      let mark = isInDoubleQuotes ? mark(of: pair) : literalMark(of: pair)
      guard let found = rest.firstRange(of: mark) else { continue }
      result += rest[..<found.lowerBound]
      result += isInDoubleQuotes ? Array(String(pair.scalar).utf8) : pair.written
      rest = rest[found.upperBound...]
    }
    return result.isEmpty ? nil : result + rest
  }

  private func mark(of pair: Pair) -> [UInt8] {
    String(pair.scalar).utf16.flatMap { unit in
      Unicode.Scalar(UInt32(Int(unit) + shift)).map { Array(String($0).utf8) } ?? []
    }
  }

  private func literalMark(of pair: Pair) -> [UInt8] {
    String(pair.scalar).utf16.flatMap { Array("\\u\(String(Int($0) + shift, radix: 16))".utf8) }
  }

  private static func unit(in bytes: [UInt8], at offset: Int) -> Int? {
    guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    let digits = bytes[(offset + 2)..<(offset + 6)]
    guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func pair(in bytes: [UInt8], at offset: Int) -> Unicode.Scalar? {
    guard let high = unit(in: bytes, at: offset), 0xD800...0xDBFF ~= high,
      let low = unit(in: bytes, at: offset + 6), 0xDC00...0xDFFF ~= low
    else { return nil }
    return Unicode.Scalar(UInt32(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)))
  }

  /// How far the surrogates move: to U+E000…U+E7FF or one of the two areas after it, the first that the file
  /// doesn't use, neither as a character nor as an escape. `nil` if it uses all.
  private static func freeShift(in bytes: [UInt8]) -> Int? {
    var isTaken = [false, false, false]
    func take(_ value: Int) {
      if 0xE000...0xF7FF ~= value { isTaken[(value - 0xE000) / 0x800] = true }
    }
    for offset in bytes.indices {
      switch bytes[offset] {
      case 0xEE, 0xEF:
        guard offset + 1 < bytes.count else { break }
        take(Int(bytes[offset] & 0x0F) << 12 | Int(bytes[offset + 1] & 0x3F) << 6)
      case UInt8(ascii: "\\"):
        if let value = unit(in: bytes, at: offset) { take(value) }
        // `\U0000E000` is U+E000, too.
        guard offset + 10 <= bytes.count, bytes[offset + 1] == UInt8(ascii: "U") else { break }
        if let value = Int(String(decoding: bytes[(offset + 2)..<(offset + 10)], as: UTF8.self), radix: 16) {
          take(value)
        }
      default: break
      }
    }
    return isTaken.firstIndex(of: false).map { 0xE000 + $0 * 0x800 - 0xD800 }
  }
}
