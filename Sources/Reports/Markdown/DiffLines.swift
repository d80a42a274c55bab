import AppStoreConnect
import Diagnostics
import Platform

/// The lines of a `diff` block of Markdown, which forges color by their first character. Each begins with a
/// character of ours, so that foreign text can neither end the block nor begin a line.
enum DiffLines {
  /// How many Unicode scalars of one value are shown.
  private static let valueLimit = 2_000

  /// The line that a block begins with.
  package static func head(_ action: String, _ name: String, at location: SourceRange?) -> String {
    let place = location.map { "  " + DiagnosticMarkdown.place($0) } ?? ""
    return "@@ \(action) \(shown(name))\(shown(place)) @@"
  }

  /// A field that had one value and gets another; `nil` for none.
  package static func pair(_ field: String, _ before: String?, _ after: String?) -> [String] {
    [before.map { line("-", field, $0) }, after.map { line("+", field, $0) }].compactMap { $0 }
  }

  /// The event types that go and come. Those that stay aren't listed: of twelve, the one that is new must not
  /// be looked for.
  package static func events(_ before: [EventType], _ after: [EventType]) -> [String] {
    let (old, new) = (Set(before), Set(after))
    return before.filter { !new.contains($0) }.map { line("-", "events", $0.rawValue) }
      + after.filter { !old.contains($0) }.map { line("+", "events", $0.rawValue) }
  }

  /// A line that neither comes nor goes.
  package static func note(_ field: String, _ value: String) -> String { line(" ", field, value) }

  private static func line(_ sign: String, _ field: String, _ value: String) -> String {
    "\(sign) \(field)\(String(repeating: " ", count: max(0, 9 - field.count)))\(shown(value))"
  }

  private static func shown(_ text: String) -> String {
    TerminalText.escaped(Wording.short(text, to: valueLimit))
  }
}
