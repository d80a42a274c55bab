import Platform

/// Foreign text in XML and HTML.
enum Markup {
  /// Text between tags, and in attributes with double quotes. XML can't express most control characters, and HTML can't
  /// express what isn't a character, so they are shown escaped, such as `\u{1B}`.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.properties.isNoncharacterCodePoint:
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name in HTML. If it runs from right to left, its neighbours don't.
  static func name(_ text: String) -> String { "<bdi>\(self.text(text))</bdi>" }
}
