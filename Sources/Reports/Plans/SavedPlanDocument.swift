#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A saved plan as it lies in its file: what it was made from, and the calls that it shows.
package struct SavedPlanDocument {
  package let saved: SavedPlan
  package let shown: ShownCalls

  /// Why a file can't be applied.
  package enum Problem: Error, Equatable {
    case notASavedPlan
    case otherVersion(String)
    /// Something in it isn't as it was saved.
    case edited
  }

  /// Reads a file's content.
  ///
  /// - Parameter version: the version that reads it; only its own plans are taken.
  /// - Throws: ``Problem``, or `CryptographyError`.
  package init(_ bytes: [UInt8], version: String) throws {
    guard let maker = Self.version(of: bytes) else { throw Problem.notASavedPlan }
    guard maker == version else { throw Problem.otherVersion(maker) }
    guard let content = try? JSONDecoder().decode(Content.self, fromBytes: bytes),
      let shown = try? JSONDecoder().decode(ShownCalls.self, fromBytes: bytes),
      try SealedDocument.isIntact(String(decoding: bytes, as: UTF8.self), digest: content.saved.digest)
    else { throw Problem.edited }
    saved = content.saved
    self.shown = shown
  }

  /// Whether a file's content is a saved plan, of whatever version.
  package static func isOne(_ bytes: [UInt8]) -> Bool { version(of: bytes) != nil }

  private static func version(of bytes: [UInt8]) -> String? {
    guard let outline = try? JSONDecoder().decode(Outline.self, fromBytes: bytes),
      outline.formatVersion == "1"
    else { return nil }
    return outline.saved.version
  }

  private struct Content: Decodable {
    var saved: SavedPlan
  }

  private struct Outline: Decodable {
    struct Saved: Decodable { var version: String }
    var formatVersion: String
    var saved: Saved
  }
}
