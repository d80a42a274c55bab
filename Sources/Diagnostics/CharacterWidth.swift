import Platform

enum CharacterWidth {
  /// The columns of a character that is shown as it is.
  static func columns(of character: Character) -> Int {
    var sum = 0
    for scalar in character.unicodeScalars {
      // Parts joined into one picture take the place of one.
      if makesEmoji(scalar) { return 2 }
      sum += columns(of: scalar)
    }
    return sum
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if isMedialJamo(scalar.value) { return 0 }
    return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  /// Whether the character that holds this scalar is drawn as an emoji: it is one by itself, a half of a
  /// flag, or the selector that makes one of the character before.
  private static func makesEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFE0F || (scalar.value >= 0x2000 && scalar.properties.isEmojiPresentation)
  }

  /// Vowels and final consonants of Hangul join the syllable's first consonant.
  private static func isMedialJamo(_ value: UInt32) -> Bool {
    (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
  }

  /// East Asian Width W and F (UAX #11) as blocks, without emoji, which have a property of their own.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
      0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F200...0x1F265,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension TerminalText {
  /// The columns of a text as ``escaped(_:)`` shows it: two for East Asian wide characters and emoji, none
  /// for combining marks.
  package static func width(of text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    return escaped(text).reduce(0) { $0 + CharacterWidth.columns(of: $1) }
  }

  /// The characters as they are shown, each escaped if need be.
  static func characters(of text: String) -> [(shown: String, scalars: Int)] {
    if isPlain(text) { return text.map { (String($0), 1) } }
    let scalars = Array(text.unicodeScalars)
    var index = 0
    return text.map { character in
      var shown = ""
      let start = index
      for _ in character.unicodeScalars {
        append(index, of: scalars, to: &shown)
        index += 1
      }
      return (shown, index - start)
    }
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
