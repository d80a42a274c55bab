/// Color and weight of text, or neither.
///
/// Each style is closed by its own code, so that styles can be nested.
package struct Style: Equatable, Sendable {
  package var isOn: Bool

  package init(isOn: Bool) { self.isOn = isOn }

  package static let plain = Self(isOn: false)

  /// For what is created, and for success.
  package func green(_ text: String) -> String { wrap(text, 32, 39) }
  /// For what is deleted, and for errors.
  package func red(_ text: String) -> String { wrap(text, 31, 39) }
  /// For what is modified, and for warnings.
  package func yellow(_ text: String) -> String { wrap(text, 33, 39) }
  /// For headings.
  package func bold(_ text: String) -> String { wrap(text, 1, 22) }
  /// For what matters less.
  package func dim(_ text: String) -> String { wrap(text, 2, 22) }

  private func wrap(_ text: String, _ open: Int, _ close: Int) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(open)m\(text)\u{1B}[\(close)m" : text
  }
}

/// The result of a command on one line: a word or two, and a tally. The same for people and for Markdown.
struct Verdict: Sendable, Equatable {
  /// `Plan:` or `No changes.`, which is emphasized.
  var title: String
  /// The rest of the line, which has only our own words.
  var tally: String

  func text(style: Style) -> String { line { style.bold($0) } }

  var markdown: String { line { "**\($0)**" } }

  private func line(_ emphasis: (String) -> String) -> String {
    emphasis(title) + (tally.isEmpty ? "" : " " + tally)
  }
}
