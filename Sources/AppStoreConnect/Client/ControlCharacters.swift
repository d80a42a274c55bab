import Platform

/// Makes texts from elsewhere safe to show: what a terminal would obey or hide becomes visible.
package enum ControlCharacters {
  /// Escapes control characters, line breaks and what can't be seen, as `\n` or `\u{1B}`.
  package static func escape(_ text: String) -> String { HiddenScalars.escaped(text) }

  /// The beginning of a body in one line: white space collapsed, at most `limit` characters, escaped.
  static func excerpt(of body: [UInt8], limit: Int = 80) -> String {
    let text = String(decoding: body.prefix(limit * 8), as: UTF8.self)
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    return escape(String(words.prefix(limit))) + (words.count > limit ? "…" : "")
  }
}
