#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Tells values that look like the path or the ID that they were meant as from those that may be a secret in
/// the wrong place, which aren't shown.
package enum PlainText {
  package static func isPath(_ text: String) -> Bool {
    guard isClean(text), text.utf8.count <= 1_024, !KeyMaterial.isIn(text) else { return false }
    if FileManager.default.fileExists(atPath: text) { return true }
    guard let slash = text.lastIndex(of: "/"), slash != text.startIndex else { return isMadeOfWords(text) }
    let name = text[text.index(after: slash)...]
    return isMadeOfWords(name)
      && (isMadeOfWords(text) || FileManager.default.fileExists(atPath: String(text[..<slash])))
  }

  package static func isIdentifier(_ text: String) -> Bool {
    let isName = text.utf8.allSatisfy { byte in
      ComparedText.isNarrowLetter(byte) || "-._".utf8.contains(byte)
    }
    return isName && text.utf8.count <= 64 && !hasLongWord(text, from: 33) && !KeyMaterial.isIn(text)
  }

  /// Whether it may be a pattern of names, which can be anything but a hash or a secret.
  package static func isPattern(_ text: String) -> Bool {
    !hasLongWord(text, from: 33, isMixed: true) && !KeyMaterial.isIn(text)
  }

  package static func shownPath(_ path: String) -> String {
    isPath(path) ? path : "(not shown: it doesn't look like a path)"
  }

  private static func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
  }

  /// Words are short, or have no digits in them; what is long and has letters and digits is a hash or a
  /// secret. So is base64, which a slash or a plus may divide.
  package static func isMadeOfWords(_ text: some StringProtocol) -> Bool {
    !hasLongWord(text, from: 20, isMixed: true) && !hasLongWord(text, from: 41)
      && words(of: text).filter(isScrambled).reduce(0) { $0 + $1.count } < 12
  }

  private static func words(of text: some StringProtocol) -> [[UInt8]] {
    text.utf8.split { !ComparedText.isNarrowLetter($0) }.map { Array($0) }
  }

  /// Whether capitals, small letters and digits alternate as in random text.
  private static func isScrambled(_ word: [UInt8]) -> Bool {
    let kinds = word.map { isDigit($0) ? 0 : $0 & 0x20 == 0 ? 1 : 2 }
    let turns = zip(kinds, kinds.dropFirst()).count { $0 != $1 }
    return word.count >= 6 && Set(kinds).count == 3 && turns * 5 >= (word.count - 1) * 2
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func hasLongWord(_ text: some StringProtocol, from length: Int, isMixed: Bool = false)
    -> Bool
  {
    words(of: text).contains { word in
      word.count >= length && (!isMixed || word.contains(where: isDigit) && !word.allSatisfy(isDigit))
    }
  }
}
