import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Platform

/// A live webhook that the file describes, and the texts that it could share with others.
struct ImportedWebhook {
  /// The place of its app.
  var app: Int
  var live: LiveWebhook
  var names: [PlaceholderFinder.Candidate]
  var urls: [PlaceholderFinder.Candidate]

  init(_ live: LiveWebhook, app: Int, _ finder: PlaceholderFinder) {
    self.app = app
    self.live = live
    names = finder.candidates(name: live.name)
    urls = finder.candidates(url: live)
  }

  /// The receiver's host, with its port.
  var host: String { Self.host(of: live.comparableURL) }

  static func host(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count > 2 ? String(parts[2].prefix { $0 != "/" && $0 != "?" }) : ""
  }

  /// The same for names that people take for equal: "Release bot", "Release Bot", "release-bot".
  static func likeness(of name: String) -> String {
    let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
    return letters.isEmpty ? name : letters
  }

  /// A text with doubled braces, as a template's name needs them.
  static func escaped(_ text: String) -> String {
    text.replacingScalars("{", with: "{{").replacingScalars("}", with: "}}")
  }
}
