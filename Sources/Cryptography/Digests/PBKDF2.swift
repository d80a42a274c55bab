/// PBKDF2 with HMAC-SHA-256 (RFC 8018).
package enum PBKDF2 {
  /// At least one byte, in at least one round.
  package static func deriveKey(
    from secret: Secret, salt: [UInt8], iterations: Int, length: Int
  ) throws(CryptographyError) -> [UInt8] {
    guard (1...Int(Int32.max)).contains(iterations), (1...Int(Int32.max)).contains(length) else {
      throw .operationFailed("PBKDF2 needs at least one round and one byte, and at most 2147483647")
    }
    return try DigestFunctions.pbkdf2SHA256(secret, salt: salt, iterations: iterations, length: length)
  }
}
