/// Text made fit for a terminal: nothing in it can move the cursor, change colours or reorder what is read,
/// and its width in columns is known.
public enum TerminalText {
  /// The text with control characters, line breaks and invisible format characters (bidirectional
  /// overrides among them) written as `\n`, `\t`, `\r` or `\u{1B}`.
  ///
  /// The joiners inside emoji and in Indic and Arabic script are kept.
  public static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = escape(of: scalar) {
        result += escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The number of terminal columns that ``escaped(_:)`` of the text takes: two for East Asian wide
  /// characters and emoji, none for combining marks.
  public static func width(of text: String) -> Int {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// The number of terminal columns of one character, escaped if need be.
  static func width(of character: Character) -> Int {
    var sum = 0
    var isEmoji = false
    for scalar in character.unicodeScalars {
      if let escape = escape(of: scalar) {
        sum += escape.utf8.count
      } else {
        sum += CharacterWidth.columns(of: scalar)
        isEmoji = isEmoji || CharacterWidth.makesEmoji(scalar)
      }
    }
    // Parts joined into one picture take the place of one.
    return isEmoji ? 2 : sum
  }

  /// How a scalar that mustn't reach the terminal is written; `nil` for any other.
  static func escape(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x20...0x7E: return nil
    case 0x09: return #"\t"#
    case 0x0A: return #"\n"#
    case 0x0D: return #"\r"#
    // Zero width non-joiner and joiner; tags, of which the flags of Scotland and Wales are made.
    case 0x200C, 0x200D, 0xE0020...0xE007F: return nil
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        return #"\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
      default:
        return nil
      }
    }
  }
}
