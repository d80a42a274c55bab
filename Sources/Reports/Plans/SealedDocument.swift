import Cryptography

/// A document that holds a digest of itself, so that an edited one is told from the one that was saved: whatever was
/// edited, what it shows included. It is no proof against somebody who makes a new digest; what such a document
/// has done is planned again and compared.
package enum SealedDocument {
  /// Stands in the digest's place while it is made.
  package static let openDigest = String(repeating: "0", count: 64)

  /// Puts the digest into a document that has ``openDigest`` in its place.
  package static func sealed(_ text: String) throws(CryptographyError) -> String {
    text.replacing(member(openDigest), with: member(try digest(of: text)), maxReplacements: 1)
  }

  /// Whether a document is as it was sealed, line breaks at its end apart.
  static func isIntact(_ text: String, digest found: String) throws(CryptographyError) -> Bool {
    let parts = text.split(separator: member(found), omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    return try digest(of: parts.joined(separator: member(openDigest))) == found
  }

  private static func digest(of text: String) throws(CryptographyError) -> String {
    var bytes = Array(text.utf8)
    while let last = bytes.last, [0x0A, 0x0D].contains(last) { bytes.removeLast() }
    return Hexadecimal.encode(try SHA256.digest(bytes))
  }

  private static func member(_ digest: String) -> String { "\"digest\" : \"\(digest)\"" }
}
