import Platform

/// Foreign text in XML and HTML.
enum Markup {
  /// Text between tags, and in attributes with double quotes. XML has no way to write most control characters, and HTML
  /// none for what isn't a character: those are shown as elsewhere, `\u{1B}` for instance.
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

  /// A name in HTML: letters that run from right to left don't take their neighbours along.
  static func name(_ text: String) -> String { "<bdi>\(self.text(text))</bdi>" }
}
