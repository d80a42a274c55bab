/// Draws values from an input, for targets that take more than bytes.
struct InputReader {
  private var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next byte; 0 at the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// Bytes up to a mark, which is passed over.
  mutating func bytes(upTo mark: UInt8) -> ArraySlice<UInt8> {
    let part = rest.prefix { $0 != mark }
    rest = rest.dropFirst(part.count + 1)
    return part
  }

  /// A line, without its line feed.
  mutating func line() -> String { String(decoding: bytes(upTo: 0x0A), as: UTF8.self) }

  /// All that is left.
  mutating func remainder() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }
}
