/// The files that an app's desired state came from when it was last applied, as the state file names them:
/// relative to its folder, links resolved. `RecordedPaths` makes and reads these names.
package struct AppFiles: Sendable, Hashable {
  package static let standardInput = "-"

  /// A rule of `defaults` that matched the app.
  package struct Rule: Sendable, Hashable {
    package var file: String
    /// Its patterns, as written.
    package var apps: [String]

    package init(file: String, apps: [String]) {
      self.file = file
      self.apps = apps
    }
  }

  package var listed: String?
  package var rules: [Rule]
  /// The files that held `policy`, and `defaults`, sorted.
  package var policy: [String]
  package var defaults: [String]

  package init(
    listed: String? = nil, rules: [Rule] = [], policy: [String] = [], defaults: [String] = []
  ) {
    self.listed = listed
    self.rules = rules
    self.policy = policy
    self.defaults = defaults
  }

  package var sources: [String] { (listed.map { [$0] } ?? []) + rules.map(\.file) }
  package var all: [String] { sources + policy + defaults }
}
