import Diagnostics
import Planning
import Platform

/// The lines of a `diff` block of Markdown, which colors them by their first character. Each begins with a character of
/// ours, so that foreign text can't end the block or begin a line.
enum DiffLines {
  private static let valueLimit = 2_000

  static func head(_ app: String, _ action: String, _ name: String, at location: SourceRange?) -> String {
    let place = location.map { "  " + DiagnosticMarkdown.place($0) } ?? ""
    return "@@ \(shown(app)): \(action) \(shown(name))\(shown(place)) @@"
  }

  /// The values before and after. Event types that stay aren't listed, so that the one new among twelve is easy to see.
  static func change(_ change: FieldChange) -> [String] {
    let (gone, new) =
      change.field == .events
      ? (change.eventTypes.gone.map(\.rawValue), change.eventTypes.new.map(\.rawValue))
      : ([change.before?.text].compactMap { $0 }, [change.after?.text].compactMap { $0 })
    return gone.map { line("-", change, $0) } + new.map { line("+", change, $0) }
  }

  /// An unchanged line.
  static func note(_ change: FieldChange, _ text: String) -> String { line(" ", change, text) }

  private static func line(_ sign: String, _ change: FieldChange, _ value: String) -> String {
    let name = change.field.rawValue
    return "\(sign) \(name)\(String(repeating: " ", count: max(0, 9 - name.count)))\(shown(value))"
  }

  private static func shown(_ text: String) -> String {
    TerminalText.escaped(Wording.short(text, to: valueLimit))
  }
}
