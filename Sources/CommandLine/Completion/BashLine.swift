import Diagnostics

/// A command line of bash that is not finished, cut into words the way bash and readline do.
///
/// Bash hands over the line as it is typed; its own words (`COMP_WORDS`) are cut at `=` and `:`, and lose
/// whether a blank stood there. What readline replaces by a completion isn't the whole word either, but what
/// follows its last unquoted break or an open quote. The line is read by scalars: to Swift a quote with a
/// combining mark is another character, to bash it is a quote.
struct BashLine: Equatable {
  enum Quote: Equatable {
    case none
    case single
    case double
  }

  /// The finished words, unquoted, the program's name first.
  var words: [String] = []
  /// The last word, unquoted; empty after a blank.
  var current = ""
  /// The beginning of the last word that readline leaves alone, unquoted.
  var kept = ""
  var quote = Quote.none

  init(_ text: String, breaks: String) {
    var isInWord = false
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch (quote, scalar) {
      case (.none, " "), (.none, "\t"), (.none, "\n"):
        if isInWord { words.append(current) }
        (isInWord, current, kept) = (false, "", "")
        continue
      case (.none, "\\"):
        if let next = rest.popFirst() { current.unicodeScalars.append(next) }
      case (.none, "'"):
        (quote, kept) = (.single, current)
      case (.none, "\""):
        (quote, kept) = (.double, current)
      case (.single, "'"), (.double, "\""):
        quote = .none
      case (.double, "\\") where rest.first.map(Self.isEscapedInDoubleQuotes) == true:
        if let next = rest.popFirst() { current.unicodeScalars.append(next) }
      default:
        current.unicodeScalars.append(scalar)
        if quote == .none, breaks.unicodeScalars.contains(scalar) { kept = current }
      }
      isInWord = true
    }
  }

  /// What readline should insert for a whole word: the part after what it keeps, quoted. `nil` for a word
  /// that doesn't begin with what is typed.
  func replacement(_ word: String) -> String? {
    guard word.utf8.starts(with: current.utf8) else { return nil }
    let rest = word.unicodeScalars.dropFirst(kept.unicodeScalars.count)
    if quote == .single { return String(rest).replacingScalars("'", with: #"'\''"#) }
    let isPlain = quote == .double ? { !Self.isEscapedInDoubleQuotes($0) } : Self.isPlain
    return rest.reduce(into: "") { $0 += isPlain($1) ? "\($1)" : "\\\($1)" }
  }

  private static func isEscapedInDoubleQuotes(_ scalar: Unicode.Scalar) -> Bool {
    "$`\"\\".unicodeScalars.contains(scalar)
  }

  /// Whether a scalar stands for itself in a word without quotes.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || "-_./,+%".unicodeScalars.contains(scalar)
  }
}
