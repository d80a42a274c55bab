import YAML

/// What holds for all apps of a desired-state file.
public struct Policy: Sendable {
  /// Whether live webhooks of listed apps that the file doesn't list are deleted.
  public var prune: Bool
  /// How many deletes a plan may hold without being told so.
  public var maxDeletes: Int
  /// Live webhooks that are never touched, in any app.
  public var ignore: [IgnoreRule]

  /// Creates a policy; the defaults are the contract's.
  public init(prune: Bool = true, maxDeletes: Int = 10, ignore: [IgnoreRule] = []) {
    self.prune = prune
    self.maxDeletes = maxDeletes
    self.ignore = ignore
  }
}

/// A rule that keeps live webhooks out of Storehooks' hands.
public struct IgnoreRule: Sendable {
  /// Matches the webhook's name, where given.
  public var name: Glob?
  /// Matches the webhook's URL as App Store Connect has it, where given.
  public var url: Glob?
  /// Where the rule stands.
  public var location: SourceRange

  /// Creates a rule; with both globs, both must match.
  public init(name: Glob? = nil, url: Glob? = nil, location: SourceRange) {
    self.name = name
    self.url = url
    self.location = location
  }

  /// Whether the rule covers a webhook.
  public func covers(name liveName: String, url liveURL: String) -> Bool {
    guard name != nil || url != nil else { return false }
    return (name?.matches(liveName) ?? true) && (url?.matches(liveURL) ?? true)
  }

  /// The rule in words, as it stands in the file: `name: Bitrise*`.
  public var summary: String {
    [name.map { "name: \($0.pattern)" }, url.map { "url: \($0.pattern)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
