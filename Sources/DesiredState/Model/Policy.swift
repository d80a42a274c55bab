import Diagnostics

package struct Policy: Sendable {
  package var prune = true
  /// How many deletes a plan may hold without being told so.
  package var maxDeletes = 10
  package var ignore: [IgnoreRule] = []
}

/// A rule that keeps live webhooks out of Storehooks' hands.
package struct IgnoreRule: Sendable {
  package var name: Glob?
  /// Matches the URL as App Store Connect has it.
  package var url: Glob?
  package var location: SourceRange

  package func covers(name liveName: String, url liveURL: String) -> Bool {
    guard name != nil || url != nil else { return false }
    return (name?.matches(liveName) ?? true) && (url?.matches(liveURL) ?? true)
  }

  /// As it stands in the file: `name: Bitrise*`.
  package var summary: String {
    [name.map { "name: \($0.pattern)" }, url.map { "url: \($0.pattern)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
