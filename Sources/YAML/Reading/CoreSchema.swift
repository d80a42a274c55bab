enum CoreSchema {
  static func kind(of text: UnsafeBufferPointer<UInt8>) -> Node.Kind {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"): return isCased(text, "null") ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"): return isCased(text, "true") ? .boolean : .string
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return isCased(text, "false") ? .boolean : .string
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return numberKind(of: text) ?? .string
    default: return .string
    }
  }

  /// In lower case, upper case or with one capital letter in front.
  private static func isCased(_ text: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount, let first = text.first, let last = text.last else {
      return false
    }
    let caseBit: UInt8 = 0x20
    let start = word.utf8Start
    for index in 0..<text.count where text[index] | caseBit != start[index] { return false }
    let isUpper = last & caseBit == 0
    // The letters between must all have the case of the last one; only an upper first may differ.
    if isUpper && first & caseBit != 0 { return false }
    return text.dropFirst().allSatisfy { ($0 & caseBit == 0) == isUpper }
  }

  private static func numberKind(of text: UnsafeBufferPointer<UInt8>) -> Node.Kind? {
    if text.count > 2, text[0] == UInt8(ascii: "0") {
      if text[1] == UInt8(ascii: "o") {
        return text.dropFirst(2).allSatisfy { (0x30...0x37).contains($0) } ? .integer : nil
      }
      if text[1] == UInt8(ascii: "x") {
        return text.dropFirst(2).allSatisfy(isHexadecimal) ? .integer : nil
      }
    }
    var rest = Slice(base: text, bounds: 0..<text.count)
    let isSigned = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
    if isSigned { rest = rest.dropFirst() }
    let whole = skipDigits(&rest)
    if rest.isEmpty { return whole > 0 ? .integer : nil }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = skipDigits(&rest)
      if whole + fraction == 0 {
        let word = UnsafeBufferPointer(rebasing: rest)
        if isCased(word, "inf") { return .float }
        // `.nan` has three spellings of its own: `.nan`, `.NaN` and `.NAN`.
        let isNaN = ["nan", "NaN", "NAN"].contains { $0.utf8.elementsEqual(word) }
        return isNaN && !isSigned ? .float : nil
      }
      if rest.isEmpty { return .float }
    }
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return nil }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let exponent = skipDigits(&rest)
    return exponent > 0 && rest.isEmpty ? .float : nil
  }

  private static func skipDigits(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let digits = rest.prefix { (0x30...0x39).contains($0) }.count
    rest = rest.dropFirst(digits)
    return digits
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
