/// Checks ES256 signatures. It can be used from several threads at once.
package struct P256VerifyingKey: Sendable {
  private let key: P256PublicKeyHandle

  /// `BEGIN PUBLIC KEY`.
  package init(pem: String) throws(KeyError) {
    let der = try KeyFile.publicKey(in: pem)
    let key: P256PublicKeyHandle?
    do {
      key = try P256PublicKeyHandle(der: der)
    } catch {
      throw .cryptography(error)
    }
    guard let key else { throw .malformed("its numbers aren't a point on the curve P-256") }
    self.key = key
  }

  /// 64 bytes r‖s; another length is simply not valid. Throws only if it couldn't be checked.
  package func isValid(signature: [UInt8], for message: [UInt8]) throws(CryptographyError) -> Bool {
    try key.isValid(signature: signature, for: message)
  }
}
