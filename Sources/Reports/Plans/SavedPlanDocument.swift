import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A saved plan's file: what it was made from, and the calls that it shows.
package struct SavedPlanDocument {
  package let saved: SavedPlan
  package let shown: ShownCalls
  /// How many webhooks of all apps are unchanged and unmanaged.
  package let unchanged: Int
  package let unmanaged: Int

  package enum Problem: Error, Equatable {
    case notASavedPlan
    case otherVersion(String)
    case edited
  }

  package init(_ bytes: [UInt8], version: String) throws {
    guard let maker = Self.version(of: bytes) else { throw Problem.notASavedPlan }
    guard maker == version else { throw Problem.otherVersion(maker) }
    guard let content = try? JSONDecoder().decode(Content.self, fromBytes: bytes),
      let shown = try? JSONDecoder().decode(ShownCalls.self, fromBytes: bytes),
      try SealedDocument.isIntact(String(decoding: bytes, as: UTF8.self), digest: content.saved.digest)
    else { throw Problem.edited }
    saved = content.saved
    self.shown = shown
    (unchanged, unmanaged) = (content.summary.unchanged, content.summary.unmanaged)
  }

  /// Whether a file's content is a saved plan of any version.
  package static func isOne(_ bytes: [UInt8]) -> Bool { version(of: bytes) != nil }

  private static func version(of bytes: [UInt8]) -> String? {
    guard let outline = try? JSONDecoder().decode(Outline.self, fromBytes: bytes),
      outline.formatVersion == "1"
    else { return nil }
    return outline.saved.version
  }

  private struct Content: Decodable {
    struct Summary: Decodable {
      var unchanged: Int
      var unmanaged: Int
    }
    var saved: SavedPlan
    var summary: Summary
  }

  private struct Outline: Decodable {
    struct Saved: Decodable { var version: String }
    var formatVersion: String
    var saved: Saved
  }
}

/// A document that contains its own digest, which tells an edited one from the one saved, whatever was edited. It
/// doesn't protect against somebody who computes a new digest; the calls of such a document are planned again and
/// compared.
package enum SealedDocument {
  /// Takes the digest's place while it is computed.
  package static let openDigest = String(repeating: "0", count: 64)

  /// Puts the digest into a document that has ``openDigest`` in its place.
  package static func sealed(_ text: String) throws(CryptographyError) -> String {
    text.replacing(member(openDigest), with: member(try digest(of: text)), maxReplacements: 1)
  }

  /// Whether a document is as it was sealed, except for line breaks at its end.
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
