/// Text made fit to be shown: what a terminal obeys, what reorders letters and what draws nothing is escaped.
/// Two names that look alike must be told apart, and a name mustn't carry a message along. What is invisible
/// and yet changes how its neighbours look stays: the parts of emoji, and the joiners of Indic and Arabic
/// script where RFC 5892 (appendix A) allows them.
package enum TerminalText {
  /// As `\n`, `\t`, `\r` or `\u{1B}`.
  package static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for index in scalars.indices { append(index, of: scalars, to: &result) }
    return result
  }

  package static func append(_ index: Int, of text: [Unicode.Scalar], to result: inout String) {
    guard isEscaped(at: index, of: text) else {
      result.unicodeScalars.append(text[index])
      return
    }
    switch text[index] {
    case "\t": result += #"\t"#
    case "\n": result += #"\n"#
    case "\r": result += #"\r"#
    case let scalar: result += #"\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }

  /// In one line: white space collapsed, at most `limit` characters, escaped.
  package static func excerpt(of bytes: [UInt8], limit: Int = 80) -> String {
    let text = String(decoding: bytes.prefix(limit * 8), as: UTF8.self)
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    return escaped(String(words.prefix(limit))) + (words.count > limit ? "…" : "")
  }

  package static func isEscaped(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    let scalar = text[index]
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    guard isHidden(scalar) else { return false }
    switch scalar.value {
    case 0xFE0E, 0xFE0F: return !isEmojiSelector(at: index, of: text)
    case 0x200D: return !joinsEmoji(at: index, of: text) && !followsVirama(at: index, of: text)
    case 0x200C: return !joinsArabic(at: index, of: text) && !followsVirama(at: index, of: text)
    case 0xE0020...0xE007F: return !isInFlag(at: index, of: text)
    default: return true
    }
  }

  /// Whether a scalar by itself draws nothing, or a blank that isn't a plain one.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    // Wide blanks are usual in Japanese.
    case .spaceSeparator: return scalar != " " && scalar.value != 0x3000
    default: break
    }
    // Braille without dots, and a musical note without a head.
    return properties.isDefaultIgnorableCodePoint || scalar.value == 0x2800 || scalar.value == 0x1D159
  }

  /// Whether a selector says how the emoji before it is drawn: one of its own, or a key (`1️⃣`).
  private static func isEmojiSelector(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    guard index > 0 else { return false }
    if isEmoji(text[index - 1]) { return true }
    return text[index - 1].properties.isEmoji && index + 1 < text.count && text[index + 1].value == 0x20E3
  }

  private static func joinsEmoji(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    guard index + 1 < text.count, isEmoji(text[index + 1]) else { return false }
    // Selectors and skin tones belong to the emoji before them.
    var before = text[..<index]
    while let last = before.last, last.value == 0xFE0F || last.properties.isEmojiModifier {
      before.removeLast()
    }
    return before.last.map(isEmoji) == true
  }

  /// Digits, too, are emoji to Unicode; here they are not.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x7F && scalar.properties.isEmoji
  }

  private static func followsVirama(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    index > 0 && text[index - 1].properties.canonicalCombiningClass == .virama
  }

  private static func joinsArabic(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      (0x620...0x8FF).contains(scalar.value) && scalar.properties.isAlphabetic
    }
    return index > 0 && index + 1 < text.count && isLetter(text[index - 1]) && isLetter(text[index + 1])
  }

  /// Whether a tag is part of one of the flags that are made of them. On other flags tags draw nothing.
  private static func isInFlag(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    var start = index
    while start > 0, (0xE0020...0xE007F).contains(text[start].value) { start -= 1 }
    guard text[start].value == 0x1F3F4 else { return false }
    let tags = text[(start + 1)...].prefix(6)
    guard tags.last?.value == 0xE007F, index <= start + 6 else { return false }
    let region = tags.dropLast().compactMap { Unicode.Scalar($0.value &- 0xE0000) }
    return ["gbeng", "gbsct", "gbwls"].contains { region.elementsEqual($0.unicodeScalars) }
  }
}
