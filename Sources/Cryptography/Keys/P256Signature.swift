/// r and s with 32 bytes each, as tokens carry them (RFC 7518, section 3.4), and the DER sequence of two
/// integers that libcrypto speaks.
enum P256Signature {
  static let componentSize = 32

  /// Padded with zeros on the left, because an integer in DER is as short as possible.
  static func raw(fromDER der: [UInt8]) -> [UInt8]? {
    der.withUnsafeBufferPointer { der in
      var document = DERReader(der)
      guard let contents = document.read(.sequence), document.isAtEnd else { return nil }
      var integers = DERReader(contents)
      guard let r = component(integers.read(.integer)), let s = component(integers.read(.integer)) else {
        return nil
      }
      return r + s
    }
  }

  /// `nil` unless there are 64 bytes.
  static func der(fromRaw raw: [UInt8]) -> [UInt8]? {
    guard raw.count == 2 * componentSize else { return nil }
    let contents = integer(raw.prefix(componentSize)) + integer(raw.suffix(componentSize))
    return [DERReader.Tag.sequence.rawValue, UInt8(contents.count)] + contents
  }

  private static func component(_ integer: DERReader.Piece?) -> [UInt8]? {
    guard let digits = integer?.drop(while: { $0 == 0 }), digits.count <= componentSize else { return nil }
    return [UInt8](repeating: 0, count: componentSize - digits.count) + digits
  }

  private static func integer(_ component: ArraySlice<UInt8>) -> [UInt8] {
    var digits = Array(component.drop { $0 == 0 })
    // A leading one bit would make it negative, and zero has one digit too.
    if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
    return [DERReader.Tag.integer.rawValue, UInt8(digits.count)] + digits
  }
}
