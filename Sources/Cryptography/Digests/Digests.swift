/// FIPS 180-4.
package enum SHA256 {
  package static func digest(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try DigestFunctions.sha256(bytes)
  }
}

/// RFC 2104.
package enum HMACSHA256 {
  /// Compare it with another by ``constantTimeEqual(_:_:)``, never by `==`.
  package static func authenticationCode(
    for message: [UInt8], key: Secret
  ) throws(CryptographyError) -> [UInt8] {
    try DigestFunctions.hmacSHA256(message, key: key)
  }
}

/// PBKDF2 with HMAC-SHA-256 (RFC 8018).
package enum PBKDF2 {
  /// `length` and `iterations` must be at least 1.
  package static func deriveKey(
    from secret: Secret, salt: [UInt8], iterations: Int, length: Int
  ) throws(CryptographyError) -> [UInt8] {
    guard (1...Int(Int32.max)).contains(iterations), (1...Int(Int32.max)).contains(length) else {
      throw .operationFailed("PBKDF2 needs at least one round and one byte, and at most 2147483647")
    }
    return try DigestFunctions.pbkdf2SHA256(secret, salt: salt, iterations: iterations, length: length)
  }
}
