import CommandLine
import DesiredState
import Platform
import Reports

/// The names in desired-state files, for completion: quick, and silent about anything wrong.
struct CompletionNames {
  var home: String?

  /// Nobody wants to wait for a larger file at every press of a key.
  private static let largestFile = 8 << 20

  /// Names in alphabetical order; none if the files can't be read or aren't valid. A pattern stands for apps, as the
  /// file calls them; a name for a webhook.
  func find(_ kind: ValueKind, given: ParsedOptions) -> [Suggestion] {
    let files = given[.file]
    let paths = (files.isEmpty ? [defaultFile] : files).map(expanded(_:))
    guard paths.allSatisfy(Self.isReadAtOnce), let state = DesiredStateReader().read(paths: paths).state
    else {
      return []
    }
    if kind == .assignment {
      let variables = state.variables.values.filter { !$0.isSensitive }
      return candidates(
        variables.map { ($0.name + "=", $0.value == nil ? "has no default" : "has a default") })
    }
    if kind == .pattern {
      let patterns = Set(state.defaults.rules.flatMap(\.apps).map(\.pattern))
      return candidates(
        state.apps.map { ($0.key.text, counted("webhook", $0.webhooks.count)) }
          + patterns.map { ($0, "by defaults") })
    }
    let selection = AppSelection(patterns: given[.app])
    let selected = state.apps.filter { selection.mayInclude($0.key) }
    let named = selected.flatMap { app in app.targets(for: app.key.facts).webhooks.map { ($0.name, app) } }
    let byDefaults = Set(state.defaults.rules.flatMap(\.webhooks).compactMap { $0.name.filled { _ in nil } })
    return candidates(
      Dictionary(grouping: named, by: \.0).filter { !byDefaults.contains($0.key) }.map { name, uses in
        (name, uses.count == 1 ? uses[0].1.key.text : counted("app", uses.count))
      } + byDefaults.map { ($0, "by defaults") })
  }

  /// Leaves out names that can't be typed, because of control characters or line breaks, or that would be options.
  private func candidates(_ names: [(name: String, says: String)]) -> [Suggestion] {
    names.filter { !$0.name.isEmpty && !$0.name.hasPrefix("-") && TerminalText.escaped($0.name) == $0.name }
      .sorted { $0.name < $1.name }
      .map { Suggestion($0.name, says: $0.says) }
  }

  private func expanded(_ path: String) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }

  /// Whether a path is a folder or a file of reasonable size. Reading a pipe would wait, and empty it.
  private static func isReadAtOnce(_ path: String) -> Bool {
    guard let status = FileStatus(path) else { return false }
    return status.kind == .folder || status.kind == .regular && status.size <= largestFile
  }
}
