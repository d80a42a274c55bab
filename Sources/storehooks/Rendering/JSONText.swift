/// JSON that may be shown on a terminal as it is.
enum JSONText {
  /// Writes invisible and control characters as `\u` and four digits, which leaves the values as they are.
  ///
  /// An encoder escapes ASCII's control characters only, and with the others a name from elsewhere could drive
  /// the terminal, too, or reorder what is read.
  static func printable(_ json: String) -> String {
    if json.utf8.allSatisfy({ $0 < 0x7F }) { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      switch scalar.properties.generalCategory {
      // Outside of strings there is nothing but ASCII, and a line feed there is the layout's.
      case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
