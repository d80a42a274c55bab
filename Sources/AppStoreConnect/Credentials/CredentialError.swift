import Cryptography

/// Why there are no credentials. None of the cases holds a part of a key.
package enum CredentialError: Error, Sendable, Hashable {
  /// What is wrong with a private key.
  package enum KeyFault: Error, Sendable, Hashable {
    /// It is neither PEM nor base64 of PEM.
    case notPEM
    /// It is protected by a password.
    case encrypted
    /// It is a public key or a certificate.
    case notPrivateKey
    /// It is a key of another kind.
    case notP256(found: String)
    /// It is damaged.
    case malformed(String)
  }

  /// No source is begun.
  case none
  /// A source is begun and lacks parts: names of options, variables or, in a key file, JSON keys.
  case incomplete(CredentialSource.Kind, missing: [String], present: [String])
  /// Two names of one source give the private key.
  case conflicting(String, String)
  /// A key stands where the path of one belongs, or an ID; `place` is where a key may stand.
  case misplacedKey(name: String, instead: String, place: String)
  /// A key ID or issuer ID has white space or control characters within.
  case malformedIdentifier(name: String)
  /// A key ID or issuer ID has quotes around it.
  case quotedIdentifier(name: String)
  /// A key ID or issuer ID has characters that no ID has, or is longer than any.
  case implausibleIdentifier(name: String)
  /// A file could not be read.
  case unreadableFile(name: String, path: String, reason: String)
  /// A file has nothing in it.
  case emptyFile(name: String, path: String)
  /// A JSON key file isn't one.
  case malformedKeyFile(name: String, path: String, detail: String)
  /// A JSON key file lacks parts.
  case incompleteKeyFile(name: String, path: String, missing: [String])
  /// The private key can't be used.
  case unusableKey(CredentialSource, KeyFault)
  /// The library that reads keys failed.
  case cryptography(CryptographyError)
}
