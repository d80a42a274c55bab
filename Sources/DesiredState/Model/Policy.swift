import Diagnostics

/// What holds for all apps of a desired-state file.
package struct Policy: Sendable {
  /// Whether live webhooks of listed apps that the file doesn't list are deleted.
  package var prune = true
  /// How many deletes a plan may hold without being told so.
  package var maxDeletes = 10
  /// Live webhooks that are never touched, in any app.
  package var ignore: [IgnoreRule] = []
}

/// A rule that keeps live webhooks out of Storehooks' hands.
package struct IgnoreRule: Sendable {
  /// Matches the webhook's name, where given.
  package var name: Glob?
  /// Matches the webhook's URL as App Store Connect has it, where given.
  package var url: Glob?
  /// Where the rule stands.
  package var location: SourceRange

  /// Whether the rule covers a webhook.
  package func covers(name liveName: String, url liveURL: String) -> Bool {
    guard name != nil || url != nil else { return false }
    return (name?.matches(liveName) ?? true) && (url?.matches(liveURL) ?? true)
  }

  /// The rule in words, as it stands in the file: `name: Bitrise*`.
  package var summary: String {
    [name.map { "name: \($0.pattern)" }, url.map { "url: \($0.pattern)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
