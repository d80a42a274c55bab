import AppStoreConnect
import DesiredState
import Planning
import Platform

extension AppFacts {
  /// Marks an app that only rules bring in.
  static let byDefaults = "  (by defaults)"

  /// The same for several apps, if it holds for so many of them.
  static func byDefaults(_ count: Int, of apps: Int) -> String {
    count == 0 ? "" : count == apps ? byDefaults : "  (\(grouped(count)) by defaults)"
  }

  /// `com.example.notes  (1234567890, Example Notes)`
  package func heading(_ title: String, style: Style) -> String {
    let shown = style.bold(TerminalText.escaped(title))
    let others = others(than: title).map(TerminalText.escaped(_:)).joined(separator: ", ")
    return others.isEmpty ? shown : shown + style.dim("  (\(others))")
  }

  /// In Markdown: `com.example.notes` · Example Notes
  package func markdownHeading(_ title: String) -> String {
    let name = name.flatMap { $0.isEmpty || $0 == title ? nil : " · \(Markdown.text($0))" }
    return Markdown.code(title) + (name ?? "")
  }

  private func others(than title: String) -> [String] { [id, name].compactMap { $0 }.filter { $0 != title } }
}

extension AppPlan {
  func heading(style: Style) -> String {
    facts.heading(title, style: style) + (coveredBy == .defaults ? AppFacts.byDefaults : "")
  }

  var markdownHeading: String {
    facts.markdownHeading(title) + (coveredBy == .defaults ? AppFacts.byDefaults : "")
  }
}

extension RequestStatistics {
  /// `12 requests made, 3 588 left this hour.`
  package var text: String {
    let made = "\(counted("request", requests)) made"
    guard let rateLimit else { return made + "." }
    return "\(made), \(grouped(rateLimit.hourlyRemaining)) left this hour."
  }
}
