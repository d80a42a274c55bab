/// As an X.509 `AlgorithmIdentifier` names it.
enum KeyAlgorithm: Equatable {
  case p256
  /// By the name that users know it by.
  case other(String)

  /// `nil` if it is damaged.
  init?(identifier: DERReader.Piece) {
    var reader = DERReader(identifier)
    guard let algorithm = reader.read(.objectIdentifier) else { return nil }
    guard algorithm.elementsEqual(Self.ellipticCurve) else {
      self = .other(Self.name(of: algorithm, in: Self.algorithmNames) ?? "another algorithm")
      return
    }
    self.init(curve: reader.read(.objectIdentifier))
  }

  /// `nil` stands for a curve given by its equation.
  init(curve: DERReader.Piece?) {
    guard let curve else {
      self = .other("an unnamed elliptic curve")
      return
    }
    if curve.elementsEqual(Self.prime256v1) {
      self = .p256
    } else {
      self = .other(Self.name(of: curve, in: Self.curveNames) ?? "another elliptic curve")
    }
  }

  // The object identifiers below are the contents of their DER elements.

  /// 1.2.840.10045.2.1 (RFC 5480).
  private static let ellipticCurve: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
  /// 1.2.840.10045.3.1.7, which is secp256r1 and P-256 (RFC 5480).
  private static let prime256v1: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]

  /// RFC 8017 for RSA, RFC 8410 for the Edwards and Montgomery curves, RFC 3279 for DSA.
  private static let algorithmNames: [(identifier: [UInt8], name: String)] = [
    ([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01], "RSA"),
    ([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A], "RSA-PSS"),
    ([0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x01], "DSA"),
    ([0x2B, 0x65, 0x6E], "X25519"),
    ([0x2B, 0x65, 0x6F], "X448"),
    ([0x2B, 0x65, 0x70], "Ed25519"),
    ([0x2B, 0x65, 0x71], "Ed448"),
  ]

  /// RFC 5480 and SEC 2.
  private static let curveNames: [(identifier: [UInt8], name: String)] = [
    ([0x2B, 0x81, 0x04, 0x00, 0x21], "P-224"),
    ([0x2B, 0x81, 0x04, 0x00, 0x22], "P-384"),
    ([0x2B, 0x81, 0x04, 0x00, 0x23], "P-521"),
    ([0x2B, 0x81, 0x04, 0x00, 0x0A], "secp256k1"),
  ]

  private static func name(
    of identifier: DERReader.Piece, in names: [(identifier: [UInt8], name: String)]
  ) -> String? {
    names.first { $0.identifier.elementsEqual(identifier) }?.name
  }
}
