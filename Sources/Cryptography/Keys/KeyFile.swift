/// The DER of a P-256 key in PEM. The structure is looked at here and not by the library, so that libcrypto
/// and CryptoKit give the same errors, and so that an encrypted key never makes one ask for a password.
enum KeyFile {
  /// PKCS#8 or SEC 1.
  static func privateKey(in pem: Secret) throws(KeyError) -> Secret {
    let (found, otherLabels) = pem.withExposedBytes { text in
      PEMBlock.first(in: text) { $0.hasSuffix("PRIVATE KEY") }
    }
    guard let block = found else { throw otherLabels.isEmpty ? .notPEM : .notPrivateKey }
    if block.isEncrypted { throw .encrypted }
    guard let der = block.contents else { throw damaged }
    switch block.label {
    case "PRIVATE KEY": try check(der, pkcs8)
    case "EC PRIVATE KEY": try check(der, sec1)
    case "RSA PRIVATE KEY": throw .notP256(found: "RSA")
    case "DSA PRIVATE KEY": throw .notP256(found: "DSA")
    default: throw .malformed("\(name(block.label)) isn't a PKCS#8 or SEC 1 key")
    }
    return der
  }

  /// `SubjectPublicKeyInfo`.
  static func publicKey(in pem: String) throws(KeyError) -> Secret {
    let text = Array(pem.utf8)
    let (found, otherLabels) = text.withUnsafeBufferPointer { text in
      PEMBlock.first(in: text) { $0 == "PUBLIC KEY" }
    }
    guard let block = found else {
      guard let label = otherLabels.first else { throw .notPEM }
      throw .malformed("\(name(label)) isn't a public key")
    }
    guard let der = block.contents else { throw damaged }
    try check(der, publicKey)
    return der
  }

  /// A usual label, in quotes. Any other may be part of a key whose lines were run together, so it isn't shown.
  private static func name(_ label: String) -> String {
    usualLabels.contains(label) ? "'\(label)'" : "its content"
  }

  /// RFC 7468, and what OpenSSL and OpenSSH write.
  private static let usualLabels: Set = [
    "CERTIFICATE", "CERTIFICATE REQUEST", "CMS", "DH PARAMETERS", "EC PARAMETERS", "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "PGP PUBLIC KEY BLOCK", "PKCS7",
    "PRIVATE KEY", "RSA PRIVATE KEY", "RSA PUBLIC KEY", "TRUSTED CERTIFICATE", "X509 CRL",
  ]

  static let notOnCurve = "its numbers aren't a key on the curve P-256"
  private static let damaged = KeyError.malformed("the base64 between BEGIN and END is damaged or cut off")

  private struct Structure {
    var algorithm: KeyAlgorithm
    /// Whether P-256 can have it as a private key; only checked for keys of that kind.
    var hasValidScalar = true
  }

  private static func check(_ der: Secret, _ read: (inout DERReader) -> Structure?) throws(KeyError) {
    let structure = der.withExposedBytes { bytes -> Structure? in
      guard var contents = sequence(DERReader(bytes)) else { return nil }
      return read(&contents)
    }
    guard let structure else { throw .malformed("its structure is damaged") }
    if case .other(let name) = structure.algorithm { throw .notP256(found: name) }
    guard structure.hasValidScalar else { throw .malformed(notOnCurve) }
  }

  /// RFC 5958: version, algorithm, key; the key of an elliptic curve is in the form of RFC 5915.
  private static func pkcs8(_ key: inout DERReader) -> Structure? {
    guard key.read(.integer) != nil, let identifier = key.read(.sequence), let inner = key.read(.octetString),
      let algorithm = KeyAlgorithm(identifier: identifier)
    else { return nil }
    guard algorithm == .p256 else { return Structure(algorithm: algorithm) }
    guard var privateKey = sequence(DERReader(inner)), privateKey.read(.integer) != nil,
      let scalar = privateKey.read(.octetString)
    else { return nil }
    return Structure(algorithm: algorithm, hasValidScalar: P256Scalar.isValid(scalar))
  }

  /// RFC 5915: version, key, curve.
  private static func sec1(_ key: inout DERReader) -> Structure? {
    guard key.read(.integer) != nil, let scalar = key.read(.octetString), let parameters = key.read(.context0)
    else { return nil }
    var curve = DERReader(parameters)
    let algorithm = KeyAlgorithm(curve: curve.read(.objectIdentifier))
    return Structure(algorithm: algorithm, hasValidScalar: algorithm != .p256 || P256Scalar.isValid(scalar))
  }

  /// RFC 5280: algorithm, key.
  private static func publicKey(_ key: inout DERReader) -> Structure? {
    guard let identifier = key.read(.sequence), key.read(.bitString) != nil else { return nil }
    return KeyAlgorithm(identifier: identifier).map { Structure(algorithm: $0) }
  }

  private static func sequence(_ reader: DERReader) -> DERReader? {
    var document = reader
    guard let contents = document.read(.sequence), document.isAtEnd else { return nil }
    return DERReader(contents)
  }
}

enum P256Scalar {
  /// n (FIPS 186-5; SP 800-186, section 3.2.1.3).
  private static let order: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
  ]

  /// Whether these are the 32 bytes that RFC 5915 demands, between 1 and n - 1. CryptoKit refuses anything
  /// else; libcrypto accepts some of it as a key, and signs with it. Takes the same time for every number.
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
