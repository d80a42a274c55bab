import Diagnostics

package struct Policy: Sendable {
  /// Which live webhooks that the file doesn't want are deleted, in apps that no rule of `defaults` matches.
  package var prune = Prune.always
  /// How many deletes a plan may hold, unless the command line says otherwise.
  package var maxDeletes = 10
  /// How many calls a plan may make, unless the command line says otherwise; `nil` for any number.
  package var maxChanges: Int?
  package var ignore: [IgnoreRule] = []
  /// Live webhooks that are changed, but never deleted.
  package var protect: [IgnoreRule] = []
  /// Patterns for the apps that the file needn't list.
  package var ignoreApps: [Glob] = []

  /// Whether the file needn't list an app: a pattern matches its bundle ID, or is its Apple ID.
  package func ignores(_ app: AppFacts) -> Bool {
    ignoreApps.contains { pattern in
      app.bundleId.map(pattern.matches(_:)) == true || app.id == pattern.pattern
    }
  }
}

/// Which live webhooks that the file doesn't want are deleted; the most careful first.
package enum Prune: String, Sendable, CaseIterable, Comparable {
  case never = "false"
  /// Those that the state file has on record: Storehooks made them or took them over.
  case managed
  case always = "true"

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .never: 0
    case .managed: 1
    case .always: 2
    }
  }
}

/// A rule of `ignore` or `protect`: live webhooks that aren't touched, or aren't deleted.
package struct IgnoreRule: Sendable {
  package var name: Glob?
  package var url: Glob?
  package var location: SourceRange

  package func covers(name liveName: String, url liveURL: String) -> Bool {
    guard name != nil || url != nil else { return false }
    return (name?.matches(liveName) ?? true) && (url?.matches(url: liveURL) ?? true)
  }

  /// As it stands in the file: `name: Bitrise*`.
  package var summary: String {
    [name.map { "name: \($0.pattern)" }, url.map { "url: \($0.pattern)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}
