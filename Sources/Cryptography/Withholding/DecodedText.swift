/// A text with its escapes undone, each byte with the place that it came from.
struct DecodedText {
  private(set) var bytes: [UInt8] = []
  /// `nil` if nothing was decoded.
  private var origins: [Range<Int32>]?
  /// The length of the text that was decoded first.
  private let length: Int32

  init(_ text: some Collection<UInt8>) {
    bytes = Array(text)
    length = Int32(clamping: bytes.count)
  }

  private init(length: Int32) {
    self.length = length
    origins = []
  }

  private func origin(at index: Int) -> Range<Int32> { origins?[index] ?? Int32(index)..<Int32(index + 1) }

  /// The range in the text that was decoded first, with what was dropped on both sides, because that may
  /// belong to it. `place` isn't empty.
  func origin(of place: Range<Int>) -> Range<Int> {
    let (first, last) = (origin(at: place.lowerBound), origin(at: place.upperBound - 1))
    let before = place.lowerBound == 0 ? 0 : origin(at: place.lowerBound - 1).upperBound
    let after = place.upperBound == bytes.count ? length : origin(at: place.upperBound).lowerBound
    return Int(min(before, first.lowerBound))..<Int(max(after, last.upperBound))
  }

  /// Undoes one layer of percent-encoding, escapes of JSON and Swift, HTML's entities and full-width letters,
  /// and drops what has no width. `nil` if there is none of these.
  func decoded() -> DecodedText? {
    guard bytes.contains(where: Self.mayBegin) else { return nil }
    var result = DecodedText(length: length)
    result.bytes.reserveCapacity(bytes.count)
    result.origins?.reserveCapacity(bytes.count)
    var isChanged = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if Self.mayBegin(byte), let escape = escape(at: index) {
        let last = index + escape.length - 1
        result.append(escape.scalar, from: origin(at: index).lowerBound..<origin(at: last).upperBound)
        index += escape.length
        isChanged = true
      } else {
        result.bytes.append(byte)
        result.origins?.append(origin(at: index))
        index += 1
      }
    }
    return isChanged ? result : nil
  }

  /// What one character's worth of escaping stands for, `nil` for nothing, and how many bytes it takes.
  private typealias Escape = (scalar: Unicode.Scalar?, length: Int)

  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), 0, 0xC2, 0xCD, 0xE2, 0xEF: true
    default: false
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar?, from origin: Range<Int32>) {
    guard let scalar else { return }
    // A byte by itself, as percent-encoding has it, or a character.
    let encoded = scalar.value < 0x100 ? [UInt8(scalar.value)] : Array(String(Character(scalar)).utf8)
    bytes += encoded
    origins?.append(contentsOf: encoded.map { _ in origin })
  }

  private func escape(at index: Int) -> Escape? {
    switch bytes[index] {
    case 0: (nil, 1)
    case UInt8(ascii: "%"): hexadecimal(at: index + 1, count: 2).map { ($0, 3) }
    case UInt8(ascii: "\\"): backslash(at: index)
    case UInt8(ascii: "&"): entity(at: index)
    default: wideOrInvisible(at: index)
    }
  }

  private func hexadecimal(at start: Int, count: Int) -> Unicode.Scalar? {
    guard count > 0, start + count <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<(start + count)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return Unicode.Scalar(value)
  }

  private func backslash(at index: Int) -> Escape? {
    guard index + 1 < bytes.count else { return nil }
    let next = bytes[index + 1]
    switch next {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "0"): return (nil, 2)
    case UInt8(ascii: "x"): return hexadecimal(at: index + 2, count: 2).map { ($0, 4) }
    case UInt8(ascii: "u"):
      if index + 2 < bytes.count, bytes[index + 2] == UInt8(ascii: "{") {
        let digits = bytes[(index + 3)...].prefix(8).prefix { $0 != UInt8(ascii: "}") }.count
        guard index + 3 + digits < bytes.count, digits <= 6 else { return nil }
        return hexadecimal(at: index + 3, count: digits).map { (Self.invisible($0), digits + 4) }
      }
      return hexadecimal(at: index + 2, count: 4).map { (Self.invisible($0), 6) }
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return (Unicode.Scalar(next), 2)
    default: return nil
    }
  }

  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "sol": "/", "commat": "@", "colon": ":",
    "num": "#",
    "quest": "?", "plus": "+", "equals": "=", "lowbar": "_", "percnt": "%", "period": ".", "bsol": "\\",
  ]

  private func entity(at index: Int) -> Escape? {
    let name = bytes[(index + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
    guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    let length = name.count + 2
    guard text.hasPrefix("#") else { return Self.entities[text].map { ($0, length) } }
    let isHexadecimal = text.hasPrefix("#x") || text.hasPrefix("#X")
    let value = UInt32(text.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
    return value.flatMap(Unicode.Scalar.init(_:)).map { (Self.invisible($0), length) }
  }

  /// Bytes as ``decoded()`` would leave them: without anything invisible, and without full-width letters.
  static func visible(_ bytes: [UInt8]) -> [UInt8] {
    // No string is made of a secret, because it couldn't be wiped.
    var visible: [UInt8] = []
    visible.reserveCapacity(bytes.count)
    var (decoder, iterator) = (UTF8(), bytes.makeIterator())
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        if let read = invisible(scalar) { UTF8.encode(read) { visible.append($0) } }
      case .emptyInput: return visible
      case .error: return bytes
      }
    }
  }

  private static func invisible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0, 0xAD, 0x34F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: nil
    // The full-width forms of ASCII, and the small ones of `:` and `@`, which host names take for the same.
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0xFE55: ":"
    case 0xFE6B: "@"
    default: scalar
    }
  }

  /// A character of two or three bytes that is read as another one, or as none.
  private func wideOrInvisible(at index: Int) -> Escape? {
    let length = bytes[index] < 0xE0 ? 2 : 3
    guard index + length <= bytes.count else { return nil }
    guard let text = String(validating: bytes[index..<(index + length)], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return nil }
    let read = Self.invisible(scalar)
    return read == scalar ? nil : (read, length)
  }
}
