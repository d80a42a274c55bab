/// Why a text is no usable P-256 key. None of the cases carries bytes of the key.
package enum KeyError: Error, Sendable, Hashable {
  /// There is no `-----BEGIN …-----` line.
  case notPEM
  /// The key is protected by a password.
  case encrypted
  /// The text holds something else than a private key: a public key or a certificate.
  case notPrivateKey
  /// The key is of another kind, such as `RSA` or `P-384`.
  case notP256(found: String)
  /// The key is damaged; the text says where.
  case malformed(String)
  /// The key could not be loaded because the library is missing or failed.
  case cryptography(CryptographyError)
}
