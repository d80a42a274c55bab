/// Finds where a text stops being JSON (RFC 8259); the decoder only says that it does.
struct JSONSyntax {
  private let bytes: [UInt8]
  private var index = 0

  private struct Broken: Error {}

  /// The offset of the first byte that can't be there; the text's length if it ends too early, `nil` if
  /// nothing is wrong.
  static func firstError(in bytes: [UInt8]) -> Int? {
    var scanner = JSONSyntax(bytes: bytes)
    do throws(Broken) {
      try scanner.value(depth: 0)
      scanner.skipSpace()
      return scanner.index == bytes.count ? nil : scanner.index
    } catch {
      return scanner.index
    }
  }

  /// Line and column of an offset, both counted from 1, the column in bytes.
  static func position(of offset: Int, in text: [UInt8]) -> String {
    let before = text[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    return "\(line):\(offset - (before.lastIndex(of: 0x0A) ?? -1))"
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(Broken) {
    guard take(byte) else { throw Broken() }
  }

  private mutating func value(depth: Int) throws(Broken) {
    // As deep as the decoder goes.
    guard depth < 512 else { throw Broken() }
    skipSpace()
    switch next {
    case 0x7B: try members(until: 0x7D, depth: depth, named: true)
    case 0x5B: try members(until: 0x5D, depth: depth, named: false)
    case 0x22: try string()
    case 0x74: try word("true")
    case 0x66: try word("false")
    case 0x6E: try word("null")
    default: try number()
    }
  }

  private mutating func members(until end: UInt8, depth: Int, named: Bool) throws(Broken) {
    index += 1
    skipSpace()
    if take(end) { return }
    repeat {
      if named {
        skipSpace()
        try string()
        skipSpace()
        try expect(0x3A)
      }
      try value(depth: depth + 1)
      skipSpace()
    } while take(0x2C)
    try expect(end)
  }

  private mutating func string() throws(Broken) {
    try expect(0x22)
    while let byte = next, byte >= 0x20 {
      index += 1
      if byte == 0x22 { return }
      guard byte == 0x5C else { continue }
      guard let escape = next, "\"\\/bfnrtu".utf8.contains(escape) else { throw Broken() }
      index += 1
      guard escape == 0x75 else { continue }
      for _ in 0..<4 {
        guard let digit = next, "0123456789abcdefABCDEF".utf8.contains(digit) else { throw Broken() }
        index += 1
      }
    }
    throw Broken()
  }

  private mutating func number() throws(Broken) {
    _ = take(0x2D)
    if !take(0x30) { try digits() }
    if take(0x2E) { try digits() }
    if take(0x65) || take(0x45) {
      if !take(0x2B) { _ = take(0x2D) }
      try digits()
    }
  }

  private mutating func digits() throws(Broken) {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    if index == start { throw Broken() }
  }

  private mutating func word(_ word: String) throws(Broken) {
    for byte in word.utf8 { try expect(byte) }
  }
}
