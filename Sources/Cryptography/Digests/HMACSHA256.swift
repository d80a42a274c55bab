/// RFC 2104.
package enum HMACSHA256 {
  /// Compare it with another by ``constantTimeEqual(_:_:)``, never by `==`.
  package static func authenticationCode(
    for message: [UInt8], key: Secret
  ) throws(CryptographyError) -> [UInt8] {
    try DigestFunctions.hmacSHA256(message, key: key)
  }
}
