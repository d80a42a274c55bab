import Platform

extension TerminalText {
  /// As ``escaped(_:)`` shows it: two for East Asian wide characters and emoji, none for combining marks.
  package static func width(of text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    return escaped(text).reduce(0) { $0 + CharacterWidth.columns(of: $1) }
  }

  /// As they are shown, each escaped if need be.
  static func characters(of text: String) -> [(shown: String, scalars: Int)] {
    if isPlain(text) { return text.map { (String($0), 1) } }
    let scalars = Array(text.unicodeScalars)
    var index = 0
    return text.map { character in
      var shown = ""
      let start = index
      for _ in character.unicodeScalars {
        append(index, of: scalars, to: &shown)
        index += 1
      }
      return (shown, index - start)
    }
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
