extension StringProtocol {
  /// Compared scalar by scalar. Swift compares characters: a `|` with a combining mark behind it, or U+0D4E
  /// before it, is another character, and stays. Shells, browsers and runners see the `|`.
  package func replacingScalars(_ text: String, with replacement: String) -> String {
    String(String(self).unicodeScalars.replacing(text.unicodeScalars, with: replacement.unicodeScalars))
  }
}
