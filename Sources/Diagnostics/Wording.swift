/// Small helpers for messages.
package enum Wording {
  /// A text short enough to stand in a message: at most 80 Unicode scalars, and an ellipsis where some are cut.
  package static func short(_ text: String) -> String { short(text, to: 80) }

  /// The beginning of a text: at most so many Unicode scalars, and an ellipsis where some are
  /// cut. Not characters: one of these can have any number of combining marks.
  package static func short(_ text: String, to limit: Int) -> String {
    let head = text.unicodeScalars.prefix(limit)
    return head.endIndex == text.unicodeScalars.endIndex ? text : String(head) + "…"
  }

  /// A number with a comma between groups of three digits.
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
