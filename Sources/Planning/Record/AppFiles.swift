/// The files that an app's desired state came from when it was last applied, as the state file names them:
/// relative to its folder, links resolved. `RecordedPaths` makes and reads these names.
package struct AppFiles: Sendable, Hashable {
  /// Stands for what was read from standard input.
  package static let standardInput = "-"

  /// A rule of `defaults` that matched the app.
  package struct Rule: Sendable, Hashable {
    /// The file that had it.
    package var file: String
    /// Its patterns, as written.
    package var apps: [String]

    package init(file: String, apps: [String]) {
      self.file = file
      self.apps = apps
    }
  }

  /// The file that listed the app.
  package var listed: String?
  /// The rules that matched it.
  package var rules: [Rule]
  /// The files that held `policy`, sorted.
  package var policy: [String]
  /// The files that held `defaults`, sorted.
  package var defaults: [String]

  package init(
    listed: String? = nil, rules: [Rule] = [], policy: [String] = [], defaults: [String] = []
  ) {
    self.listed = listed
    self.rules = rules
    self.policy = policy
    self.defaults = defaults
  }

  /// The files that listed the app or matched it.
  package var sources: [String] { (listed.map { [$0] } ?? []) + rules.map(\.file) }

  /// All files; those that listed or matched it first.
  package var all: [String] { sources + policy + defaults }
}
