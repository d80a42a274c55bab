/// The few forms of DER (X.690) that keys and signatures consist of. It lends pieces of the bytes and copies
/// none, because they may be those of a private key.
struct DERReader {
  /// Valid as long as the bytes are.
  typealias Piece = Slice<UnsafeBufferPointer<UInt8>>

  enum Tag: UInt8 {
    case integer = 0x02
    case bitString = 0x03
    case octetString = 0x04
    case objectIdentifier = 0x06
    case sequence = 0x30
    case context0 = 0xA0
  }

  private var rest: Piece

  init(_ bytes: Piece) { rest = bytes }

  init(_ bytes: UnsafeBufferPointer<UInt8>) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// `nil` (and nothing read) if it has another tag or is damaged.
  mutating func read(_ tag: Tag) -> Piece? {
    var ahead = rest
    guard ahead.popFirst() == tag.rawValue, let length = Self.length(&ahead), length <= ahead.count else {
      return nil
    }
    rest = ahead.dropFirst(length)
    return ahead.prefix(length)
  }

  private static func length(_ bytes: inout Piece) -> Int? {
    guard let first = bytes.popFirst() else { return nil }
    guard first >= 0x80 else { return Int(first) }
    let count = Int(first & 0x7F)
    guard (1...4).contains(count), bytes.count >= count else { return nil }
    let length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    bytes = bytes.dropFirst(count)
    return length
  }
}
