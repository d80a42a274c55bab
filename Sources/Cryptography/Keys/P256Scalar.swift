enum P256Scalar {
  /// n (FIPS 186-5; SP 800-186, section 3.2.1.3).
  private static let order: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
  ]

  /// The 32 bytes that RFC 5915 demands, between 1 and n - 1. CryptoKit refuses anything else; libcrypto
  /// takes some of it for a key, and signs with it. Takes the same time for every number.
  static func isValid(_ scalar: some BidirectionalCollection<UInt8>) -> Bool {
    guard scalar.count == order.count else { return false }
    var allBits: UInt8 = 0
    var borrow = 0
    for (digit, limit) in zip(scalar.reversed(), order.reversed()) {
      allBits |= digit
      // The sign of the difference is what goes over to the next digit.
      borrow = (Int(digit) - Int(limit) - borrow) >> 8 & 1
    }
    return allBits != 0 && borrow == 1
  }
}
