import DesiredState
import Planning

/// Finds templates that every app has, or every app whose bundle ID has the same beginning: rules of `defaults`. An app
/// that has such a template with other values gets an override of the same name instead.
struct RuleFinder {
  struct Rule {
    /// Patterns for bundle IDs.
    var apps: [String]
    /// The bundle IDs of matching apps that don't have it.
    var except: [String]
    /// The places of the templates.
    var templates: [Int]
  }

  private(set) var rules: [Rule] = []
  /// The apps that any rule matches, by their places.
  private(set) var matched: Set<Int> = []
  /// Apps that rules match but that mustn't get anything from them.
  private(set) var optedOut: Set<Int> = []
  /// For each template, the apps that have it by a rule.
  private(set) var covered: [Set<Int>]

  /// A rule for fewer apps would be longer than what it replaces.
  private static let fewestApps = 3
  private static let mostExceptions = 12
  private static let mostLevels = 6

  private let apps: [ReadApp]
  /// The apps by the patterns that match them.
  private var scopes: [String: [Int]] = [:]
  private var levels: [String: Int] = [:]
  private var scopesOfApp: [[String]]

  /// - Parameter isWanted: whether to look for any.
  init(_ templates: [ImportedTemplate], apps: [ReadApp], isWanted: Bool) {
    self.apps = apps
    covered = Array(repeating: [], count: templates.count)
    scopesOfApp = Array(repeating: [], count: apps.count)
    guard isWanted else { return }
    findScopes()
    var found: [[String]: [[Int]: [Int]]] = [:]
    for (place, template) in templates.enumerated() where template.url != nil {
      let users = Set(template.members.lazy.filter(\.hasTemplateName).map(\.webhook.app)).filter {
        isNamed($0)
      }
      let patterns = patterns(for: users)
      guard !patterns.isEmpty else { continue }
      let everyone = Set(patterns.flatMap { scopes[$0] ?? [] })
      covered[place] = users.intersection(everyone)
      let except = everyone.subtracting(users).sorted()
      found[patterns, default: [:]][except, default: []].append(place)
    }
    for (patterns, groups) in found {
      for (except, places) in groups {
        optedOut.formUnion(except.filter { !isNamed($0) })
        let named = exceptions(except.filter(isNamed), patterns)
        rules.append(Rule(apps: patterns, except: named, templates: places))
        let everyone = Set(patterns.flatMap { scopes[$0] ?? [] })
        matched.formUnion(everyone.subtracting(except))
      }
    }
    rules.sort { ($0.templates.first ?? 0) < ($1.templates.first ?? 0) }
  }

  /// Whether the file names an app by its bundle ID.
  private func isNamed(_ app: Int) -> Bool { apps[app].key == apps[app].facts.bundleId }

  /// Every app, those whose bundle IDs have the same beginning, and so on.
  private mutating func findScopes() {
    let ids = apps.map {
      $0.facts.bundleId.map { Array($0.split(separator: ".", omittingEmptySubsequences: false)) }
    }
    let all = ids.compactMap { $0?.dropLast() }
    var shared = Array((all.first ?? []).prefix(Self.mostLevels))
    for id in all { shared = Array(zip(shared, id).prefix { $0 == $1 }.map(\.0)) }
    let root = shared.count > 1 ? shared.joined(separator: ".") + ".*" : "*"
    for (app, id) in ids.enumerated() {
      guard let id else { continue }
      add(app, root, level: 0)
      let first = max(2, shared.count + 1)
      let last = min(id.count - 1, Self.mostLevels)
      guard first <= last else { continue }
      for count in first...last {
        add(app, id.prefix(count).joined(separator: ".") + ".*", level: count)
      }
    }
  }

  private mutating func add(_ app: Int, _ pattern: String, level: Int) {
    scopes[pattern, default: []].append(app)
    levels[pattern] = level
    scopesOfApp[app].append(pattern)
  }

  /// The patterns for apps that rules don't match: their bundle IDs, or the beginning that all such apps share.
  private func exceptions(_ except: [Int], _ patterns: [String]) -> [String] {
    let all = Set(except)
    var left = all
    var found: [String] = []
    let narrower = Set(except.flatMap { scopesOfApp[$0] }).subtracting(patterns).filter { pattern in
      (scopes[pattern]?.count ?? 0) > 1 && scopes[pattern]?.allSatisfy(all.contains) == true
    }
    for pattern in narrower.sorted(by: { (levels[$0] ?? 0, $0) < (levels[$1] ?? 0, $1) }) {
      guard let apps = scopes[pattern], left.isSuperset(of: apps) else { continue }
      left.subtract(apps)
      found.append(pattern)
    }
    return (found + left.compactMap { apps[$0].facts.bundleId }).sorted()
  }

  /// The widest patterns whose apps nearly all use the template.
  private func patterns(for users: Set<Int>) -> [String] {
    guard users.count >= Self.fewestApps else { return [] }
    var counts: [String: Int] = [:]
    for user in users {
      for pattern in scopesOfApp[user] { counts[pattern, default: 0] += 1 }
    }
    let fitting = counts.filter { pattern, count in
      let others = (scopes[pattern]?.count ?? 0) - count
      return count >= Self.fewestApps && others <= Self.mostExceptions && others * 2 <= count
    }
    let order = fitting.keys.sorted { (levels[$0] ?? 0, $0) < (levels[$1] ?? 0, $1) }
    var taken: [String] = []
    for pattern in order where !taken.contains(where: { Glob($0).matches(pattern) }) { taken.append(pattern) }
    return taken
  }
}
