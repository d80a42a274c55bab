/// What came of a command in one line: a word or two, and a tally. The same for people and for Markdown.
package struct Verdict: Sendable, Equatable {
  /// `Plan:` or `No changes.`, which is emphasized.
  package var title: String
  /// The rest of the line, in words of ours only.
  package var tally: String

  package init(title: String, tally: String) {
    self.title = title
    self.tally = tally
  }

  package func text(style: Style) -> String { line { style.bold($0) } }

  package var markdown: String { line { "**\($0)**" } }

  private func line(_ emphasis: (String) -> String) -> String {
    emphasis(title) + (tally.isEmpty ? "" : " " + tally)
  }
}
