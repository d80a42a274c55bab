import Diagnostics
import Platform

/// JSON that may be shown on a terminal, and in a job's log, as it is.
package enum JSONText {
  /// Writes invisible and control characters, and what a log would obey, as `\u` and four digits, which leaves the
  /// values as they are.
  ///
  /// An encoder escapes ASCII's control characters only, and with the others a name from elsewhere could drive
  /// the terminal, too, or reorder what is read.
  package static func printable(_ json: String) -> String {
    visible(LogCommand.replacing(numberSign: #"\u0023"#, in: json))
  }

  private static func visible(_ json: String) -> String {
    if json.utf8.allSatisfy({ $0 < 0x7F }) { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      // Outside of strings there is nothing but ASCII, and a line feed there is the layout's.
      guard TerminalText.isHidden(scalar), scalar != "\n" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}
