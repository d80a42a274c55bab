/// Finds the DER of a P-256 key in PEM, or says what is there instead.
///
/// The structure is looked at here and not by the library, so that both libraries (libcrypto and
/// CryptoKit) give the same errors, and so that an encrypted key never makes one ask for a password.
enum KeyFile {
  /// The DER of a private key, PKCS#8 or SEC 1. The caller wipes it.
  static func privateKey(in pem: Secret) throws(KeyError) -> [UInt8] {
    let (found, otherLabels) = pem.withExposedBytes { text in
      PEMBlock.first(in: text) { $0.hasSuffix("PRIVATE KEY") }
    }
    guard let block = found else { throw otherLabels.isEmpty ? .notPEM : .notPrivateKey }
    if block.isEncrypted { throw .encrypted }
    guard let der = block.contents else { throw damaged }
    switch block.label {
    case "PRIVATE KEY": try check(pkcs8Algorithm(der))
    case "EC PRIVATE KEY": try check(sec1Algorithm(der))
    case "RSA PRIVATE KEY": throw .notP256(found: "RSA")
    case "DSA PRIVATE KEY": throw .notP256(found: "DSA")
    default: throw .malformed("\(name(block.label)) is no PKCS#8 or SEC 1 key")
    }
    return der
  }

  /// The DER of a public key (`SubjectPublicKeyInfo`).
  static func publicKey(in pem: String) throws(KeyError) -> [UInt8] {
    let text = Array(pem.utf8)
    let (found, otherLabels) = text.withUnsafeBufferPointer { text in
      PEMBlock.first(in: text) { $0 == "PUBLIC KEY" }
    }
    guard let block = found else {
      guard let label = otherLabels.first else { throw .notPEM }
      throw .malformed("\(name(label)) is no public key")
    }
    guard let der = block.contents else { throw damaged }
    try check(publicKeyAlgorithm(der))
    return der
  }

  /// A label in quotes, where it is a usual one. What else stands there may be a part of a key whose lines were
  /// run together.
  private static func name(_ label: String) -> String {
    usualLabels.contains(label) ? "'\(label)'" : "what stands there"
  }

  /// RFC 7468, and what OpenSSL and OpenSSH write.
  private static let usualLabels: Set = [
    "CERTIFICATE", "CERTIFICATE REQUEST", "CMS", "DH PARAMETERS", "EC PARAMETERS", "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "PGP PUBLIC KEY BLOCK", "PKCS7",
    "PRIVATE KEY", "RSA PRIVATE KEY", "RSA PUBLIC KEY", "TRUSTED CERTIFICATE", "X509 CRL",
  ]

  private static let damaged = KeyError.malformed("the base64 between BEGIN and END is damaged or cut off")

  private static func check(_ algorithm: KeyAlgorithm?) throws(KeyError) {
    switch algorithm {
    case .p256: return
    case .other(let name): throw .notP256(found: name)
    case nil: throw .malformed("its structure is damaged")
    }
  }

  /// RFC 5958: version, algorithm, key.
  private static func pkcs8Algorithm(_ der: [UInt8]) -> KeyAlgorithm? {
    guard var key = sequence(der), key.read(.integer) != nil, let algorithm = key.read(.sequence),
      key.read(.octetString) != nil
    else { return nil }
    return KeyAlgorithm(identifier: algorithm)
  }

  /// RFC 5915: version, key, curve.
  private static func sec1Algorithm(_ der: [UInt8]) -> KeyAlgorithm? {
    guard var key = sequence(der), key.read(.integer) != nil, key.read(.octetString) != nil,
      let parameters = key.read(.context0)
    else { return nil }
    var curve = DERReader(parameters)
    return KeyAlgorithm(curve: curve.read(.objectIdentifier))
  }

  /// RFC 5280: algorithm, key.
  private static func publicKeyAlgorithm(_ der: [UInt8]) -> KeyAlgorithm? {
    guard var key = sequence(der), let algorithm = key.read(.sequence), key.read(.bitString) != nil
    else { return nil }
    return KeyAlgorithm(identifier: algorithm)
  }

  private static func sequence(_ der: [UInt8]) -> DERReader? {
    var document = DERReader(der[...])
    guard let contents = document.read(.sequence), document.isAtEnd else { return nil }
    return DERReader(contents)
  }
}
