/// Which apps a command is limited to: `--app`, a glob on the bundle ID or an exact Apple ID.
package struct AppSelection: Sendable {
  /// None selects every app.
  package var patterns: [Glob]

  package init(patterns: [String]) { self.patterns = patterns.map(Glob.init(_:)) }

  package static let all = Self(patterns: [])

  package func includes(_ facts: AppFacts) -> Bool {
    patterns.isEmpty || place(of: facts) < patterns.count
  }

  /// The place of the first pattern that an app matches; their number if it matches none.
  package func place(of facts: AppFacts) -> Int {
    let place = patterns.firstIndex { glob in
      facts.bundleId.map(glob.matches(_:)) == true || (facts.id != nil && facts.id == glob.pattern)
    }
    return place ?? patterns.count
  }

  /// Whether a pattern is this very Apple ID.
  package func names(_ id: String) -> Bool { patterns.contains { $0.pattern == id } }

  /// Whether an app may turn out to be selected once its other ID is known. Spares calls for all others.
  package func mayInclude(_ key: AppKey) -> Bool {
    if includes(key.facts) { return true }
    return switch key {
    case .bundleId: patterns.contains { AppKey($0.pattern) == .appleId($0.pattern) }
    case .appleId: needsBundleId(of: key)
    }
  }

  /// Whether an Apple ID alone doesn't tell if its app is selected.
  package func needsBundleId(of key: AppKey) -> Bool {
    guard case .appleId = key, !includes(key.facts) else { return false }
    return patterns.contains { AppKey($0.pattern) != .appleId($0.pattern) }
  }
}
