package enum CryptographyError: Error, Sendable, Hashable {
  /// Missing or too old; the detail says what was tried and what to install.
  case libraryMissing(detail: String)
  case operationFailed(String)
}

/// The library that does the cryptography.
package enum CryptographyLibrary {
  /// `OpenSSL 3.0.17 1 Jul 2025`, for instance.
  package static func version() throws(CryptographyError) -> String {
    #if canImport(CryptoKit)
      "CryptoKit"
    #else
      String(cString: try CryptoLibrary.shared().functions.OpenSSL_version(0))
    #endif
  }
}

/// None of the cases carries bytes of the key.
package enum KeyError: Error, Sendable, Hashable {
  /// There is no `-----BEGIN …-----` line.
  case notPEM
  case encrypted
  /// A public key or a certificate.
  case notPrivateKey
  /// `RSA` or `P-384`, for instance.
  case notP256(found: String)
  /// The text says where.
  case malformed(String)
  case cryptography(CryptographyError)
}
