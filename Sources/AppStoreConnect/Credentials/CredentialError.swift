import Cryptography

/// None of the cases holds a part of a key.
package enum CredentialError: Error, Sendable, Hashable {
  /// No source is begun.
  case none
  /// `searched`: the key ID whose file was looked for in ``CredentialLoader/usualFolders``.
  case incomplete(CredentialSource.Kind, missing: [String], present: [String], searched: String? = nil)
  case conflicting(String, String)
  /// A key stands where the path of one belongs, or an ID; `place` is where a key may stand.
  case misplacedKey(name: String, instead: String, place: String)
  case malformedIdentifier(name: String)
  case quotedIdentifier(name: String)
  /// Characters that no ID has, or longer than any.
  case implausibleIdentifier(name: String)
  case unreadableFile(name: String, path: String, reason: String)
  case emptyFile(name: String, path: String)
  case malformedKeyFile(name: String, path: String, detail: String)
  case incompleteKeyFile(name: String, path: String, missing: [String])
  case unusableKey(CredentialSource, KeyError)
  case cryptography(CryptographyError)
}
