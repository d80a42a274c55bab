/// For ES256 (App Store Connect's `.p8` files hold one). It can be used from several threads at once.
package struct P256SigningKey: Sendable {
  private let key: P256PrivateKeyHandle
  private let publicDER: [UInt8]
  private let pkcs8: Secret

  /// PKCS#8 (`BEGIN PRIVATE KEY`) or SEC 1 (`BEGIN EC PRIVATE KEY`).
  package init(pem: Secret) throws(KeyError) {
    let der = try KeyFile.privateKey(in: pem)
    do throws(CryptographyError) {
      if let key = try P256PrivateKeyHandle(der: der) {
        try self.init(key)
        return
      }
    } catch {
      throw .cryptography(error)
    }
    throw .malformed(KeyFile.notOnCurve)
  }

  private init(_ key: P256PrivateKeyHandle) throws(CryptographyError) {
    self.key = key
    publicDER = try key.publicDER()
    pkcs8 = try key.pkcs8()
  }

  package static func generate() throws(CryptographyError) -> P256SigningKey {
    try P256SigningKey(P256PrivateKeyHandle.generate())
  }

  /// ES256: the 64 bytes r‖s, over the message's SHA-256. Two signatures of one message differ.
  package func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try key.signature(for: message)
  }

  /// `BEGIN PUBLIC KEY`.
  package var publicKeyPEM: String { PEMBlock.encode(publicDER, label: "PUBLIC KEY") }

  /// PKCS#8, the form of App Store Connect's `.p8` files.
  package func exportPEM() -> Secret {
    pkcs8.withExposedBytes { Secret(PEMBlock.encode($0, label: "PRIVATE KEY")) }
  }

  func exportDER() -> Secret { pkcs8 }
}

/// Checks ES256 signatures. It can be used from several threads at once.
package struct P256VerifyingKey: Sendable {
  private let key: P256PublicKeyHandle

  /// `BEGIN PUBLIC KEY`.
  package init(pem: String) throws(KeyError) {
    let der = try KeyFile.publicKey(in: pem)
    let key: P256PublicKeyHandle?
    do { key = try P256PublicKeyHandle(der: der) } catch { throw .cryptography(error) }
    guard let key else { throw .malformed("its numbers aren't a point on the curve P-256") }
    self.key = key
  }

  /// 64 bytes r‖s; another length is simply not valid. Throws only if it couldn't be checked.
  package func isValid(signature: [UInt8], for message: [UInt8]) throws(CryptographyError) -> Bool {
    try key.isValid(signature: signature, for: message)
  }
}
