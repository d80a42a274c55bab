package enum Wording {
  /// At most 80 Unicode scalars, and an ellipsis if some are cut.
  package static func short(_ text: String) -> String { short(text, to: 80) }

  /// Cuts after scalars, because a single character can have any number of combining marks.
  package static func short(_ text: String, to limit: Int) -> String {
    let head = text.unicodeScalars.prefix(limit)
    return head.endIndex == text.unicodeScalars.endIndex ? text : String(head) + "…"
  }

  /// `1,234,567`.
  package static func grouped(_ number: Int) -> String {
    var result = ""
    let digits = String(number.magnitude)
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.count - position) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return (number < 0 ? "-" : "") + result
  }
}

extension StringProtocol {
  /// Compared scalar by scalar. Swift compares characters: a `|` with a combining mark after it, or U+0D4E
  /// before it, is another character, and stays. Shells, browsers and runners see the `|`.
  package func replacingScalars(_ text: String, with replacement: String) -> String {
    String(String(self).unicodeScalars.replacing(text.unicodeScalars, with: replacement.unicodeScalars))
  }
}
