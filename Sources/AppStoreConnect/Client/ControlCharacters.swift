/// Makes texts from elsewhere safe to show: what a terminal would obey or hide becomes visible.
public enum ControlCharacters {
  /// Escapes control characters, line separators and the marks that reorder text, as `\n` or `\u{1B}`.
  public static func escape(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) {
        result += scalar.escaped(asASCII: true)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The beginning of a body in one line: white space collapsed, at most `limit` characters, escaped.
  static func excerpt(of body: [UInt8], limit: Int = 80) -> String {
    let text = String(decoding: body.prefix(limit * 8), as: UTF8.self)
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    return escape(String(words.prefix(limit))) + (words.count > limit ? "…" : "")
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }
}
