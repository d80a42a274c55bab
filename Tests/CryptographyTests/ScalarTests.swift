import TestSupport
import Testing

@testable import Cryptography

/// Keys whose private number isn't one of P-256. libcrypto accepts some of them, CryptoKit none.
@Suite struct ScalarTests {
  private static let order: [UInt8] =
    [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8) + [
      0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

  private static func der(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
    [tag, UInt8(contents.count)] + contents
  }

  private static let curve = der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])
  private static let algorithm =
    der(0x30, der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]) + curve)

  /// A key with this number and without its public point, in both forms that files have.
  private static func keys(_ scalar: [UInt8]) -> [Secret] {
    let number = der(0x02, [1]) + der(0x04, scalar)
    let pkcs8 = der(0x02, [0]) + algorithm + der(0x04, der(0x30, number))
    let sec1 = number + der(0xA0, curve)
    return [("PRIVATE KEY", pkcs8), ("EC PRIVATE KEY", sec1)].map { label, contents in
      Secret(PEMBlock.encode(der(0x30, contents), label: label))
    }
  }

  /// Adds to the last byte.
  private static func number(_ base: [UInt8], plus difference: Int) -> [UInt8] {
    base.dropLast() + [UInt8(Int(base[base.count - 1]) + difference)]
  }

  private static let zero = [UInt8](repeating: 0, count: 32)

  @Test(arguments: [
    zero, order, number(order, plus: 1), [UInt8](repeating: 0xFF, count: 32),
    // Valid numbers with a byte too few or too many.
    [UInt8](repeating: 7, count: 31), [0] + [UInt8](repeating: 7, count: 32),
    [UInt8](repeating: 7, count: 33),
    [], [1],
  ])
  func isNoKey(_ scalar: [UInt8]) {
    for key in Self.keys(scalar) {
      #expect(throws: KeyError.malformed("its numbers aren't a key on the curve P-256")) {
        try P256SigningKey(pem: key)
      }
    }
  }

  @Test(arguments: [
    number(zero, plus: 1), number(order, plus: -1), [0] + [UInt8](repeating: 0xFF, count: 31),
    [0xFF, 0xFF, 0xFF, 0xFE] + [UInt8](repeating: 0xFF, count: 28), [UInt8](repeating: 7, count: 32),
  ])
  func isAKey(_ scalar: [UInt8]) throws {
    for pem in Self.keys(scalar) {
      let key = try P256SigningKey(pem: pem)
      let signature = try key.signature(for: [1])
      #expect(try P256VerifyingKey(pem: key.publicKeyPEM).isValid(signature: signature, for: [1]))
    }
  }
}
