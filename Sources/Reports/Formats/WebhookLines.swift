import CommandLine
import Diagnostics
import Platform

/// The lines on webhooks and apps in reports for people.
struct WebhookLines {
  let style: Style
  /// `nil` for no limit.
  var width: Int?

  /// Said of equal changes with different reasons.
  static let severalReasons = "for different reasons; --verbose shows them"

  /// The length of a line of names if nothing limits it.
  private static let widest = 120

  /// `  + create  Release bot          webhooks.yaml:22`
  ///
  /// What doesn't fit on the line continues below.
  ///
  /// - Parameter labelWidth: the columns of the label, if it is shorter.
  func head(
    _ label: String, _ paint: (String) -> String, to labelWidth: Int = 0, _ name: String, _ remark: String?
  ) -> String {
    let column = 4 + max(label.count, labelWidth)
    var lines = wrapped(TerminalText.escaped(name), from: column)
    if let remark, !remark.isEmpty {
      let last = lines.count - 1
      let (named, remark) = (TerminalText.width(of: lines[last]), TerminalText.escaped(remark))
      let padding = max(0, 19 - named) + 2
      if named + padding + TerminalText.width(of: remark) <= room(from: column) ?? .max {
        lines[last] += String(repeating: " ", count: padding) + style.dim(remark)
      } else {
        lines += wrapped(remark, from: column).map(style.dim)
      }
    }
    let gap = String(repeating: " ", count: column - label.count - 2)
    return "  " + paint(label) + gap + joined(lines, column) + "\n"
  }

  /// `      in       com.example.notes, com.example.tasks and com.example.weather`
  ///
  /// - Parameter isWhole: whether every app is named, however many there are.
  func members(_ titles: [String], isWhole: Bool = false) -> String {
    let shown = (isWhole || titles.count < 5 ? titles[...] : titles.prefix(3)).map {
      TerminalText.escaped($0)
    }
    let others = titles.count - shown.count
    var words = shown.dropLast().map { $0 + "," } + shown.suffix(1)
    if others > 0 { words.append("and \(grouped(others)) others") }
    return "      in       "
      + joined(TextWrapping.lines(words, width: room(from: 15) ?? Self.widest - 15), 15) + "\n"
  }

  /// `38 apps`
  func heading(_ apps: Int) -> String { style.bold(counted("app", apps)) }

  /// `webhooks.yaml:22`
  static func place(_ location: SourceRange?) -> String? {
    location.map { "\($0.file.path):\($0.start.line)" }
  }

  /// A remark on a webhook, and its place in the file.
  static func remark(_ text: String?, at location: SourceRange?) -> String {
    [text, place(location)].compactMap { $0 }.joined(separator: "  ")
  }

  private func room(from column: Int) -> Int? { width.map { max($0 - column, 20) } }

  private func wrapped(_ text: String, from column: Int) -> [String] {
    guard let room = room(from: column), TerminalText.width(of: text) > room else { return [text] }
    return TextWrapping.lines(text, width: room)
  }

  private func joined(_ lines: [String], _ column: Int) -> String {
    lines.joined(separator: "\n" + String(repeating: " ", count: column))
  }
}
