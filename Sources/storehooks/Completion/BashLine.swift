/// A command line of bash that is not finished, cut into words the way bash and readline do.
///
/// Bash hands over the line as it is typed; its own words (`COMP_WORDS`) are cut at `=` and `:`, and lose
/// whether a blank stood there. What readline replaces by a completion isn't the whole word either, but what
/// stands behind its last unquoted break or an open quote.
struct BashLine: Equatable {
  /// The quote that the line ends in.
  enum Quote: Equatable {
    case none
    case single
    case double
  }

  /// The finished words, unquoted, the program's name first.
  var words: [String] = []
  /// The last word, unquoted; empty behind a blank.
  var current = ""
  /// The beginning of the last word that readline leaves alone, unquoted.
  var kept = ""
  /// The quote that is open at the end.
  var quote = Quote.none

  /// Cuts a line.
  ///
  /// - Parameters:
  ///   - text: the line up to the cursor.
  ///   - breaks: `COMP_WORDBREAKS`.
  init(_ text: String, breaks: String) {
    var isInWord = false
    var rest = text[...]
    while let character = rest.popFirst() {
      switch (quote, character) {
      case (.none, " "), (.none, "\t"), (.none, "\n"):
        if isInWord { words.append(current) }
        (isInWord, current, kept) = (false, "", "")
        continue
      case (.none, "\\"):
        if let next = rest.popFirst() { current.append(next) }
      case (.none, "'"):
        (quote, kept) = (.single, current)
      case (.none, "\""):
        (quote, kept) = (.double, current)
      case (.single, "'"), (.double, "\""):
        quote = .none
      case (.double, "\\") where rest.first.map(Self.isEscapedInDoubleQuotes) == true:
        if let next = rest.popFirst() { current.append(next) }
      default:
        current.append(character)
        if quote == .none, breaks.contains(character) { kept = current }
      }
      isInWord = true
    }
  }

  /// What readline is to put in for a whole word: the part behind what it keeps, quoted. `nil` for a word
  /// that doesn't begin with what is typed.
  func replacement(_ word: String) -> String? {
    guard word.hasPrefix(current) else { return nil }
    let rest = word.dropFirst(kept.count)
    switch quote {
    case .single: return String(rest).replacing("'", with: #"'\''"#)
    case .double:
      return rest.reduce(into: "") { text, character in
        text += Self.isEscapedInDoubleQuotes(character) ? "\\\(character)" : "\(character)"
      }
    case .none:
      return rest.reduce(into: "") { text, character in
        text += Self.isPlain(character) ? "\(character)" : "\\\(character)"
      }
    }
  }

  private static func isEscapedInDoubleQuotes(_ character: Character) -> Bool { "$`\"\\".contains(character) }

  /// Whether a character stands for itself in a word without quotes.
  private static func isPlain(_ character: Character) -> Bool {
    !character.isASCII || character.isLetter || character.isNumber || "-_./,+%".contains(character)
  }
}
