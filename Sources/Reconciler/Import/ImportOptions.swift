import DesiredState
import Planning

/// What an import should do.
package struct ImportOptions: Sendable {
  package var secrets = SecretsChoice.host
  /// Whether webhooks with nearly the same name get the most common one.
  package var normalizes = false
  package var split = ImportSplit.none
  /// Whether these are all apps that the key sees. If not, no rule is written, because it would match others.
  package var isWholeAccount = true
  /// The issuer of the account's keys, if it is known.
  package var issuer: String?

  /// Whether a text mustn't be written down.
  package var isConfidential: @Sendable (String) -> Bool = { _ in false }

  package init() {}
}

/// How apps are divided among several files, beside the one that they share.
package enum ImportSplit: Sendable {
  case none
  /// The first pattern that matches an app's bundle ID, or is its Apple ID, decides.
  case patterns([(name: String, pattern: Glob)])
  /// One file for all apps whose bundle IDs are the same up to the last full stop.
  case prefix

  /// The file with what others share, and with apps that belong to no other.
  package static let sharedName = "webhooks"

  package var isSplit: Bool { if case .none = self { false } else { true } }

  /// The names of the files, the shared one first, and the place of each app's among them.
  func files(for apps: [ReadApp]) -> (names: [String], places: [Int]) {
    var names = [Self.sharedName]
    var places = [Int](repeating: 0, count: apps.count)
    func place(of name: String) -> Int {
      if let known = names.firstIndex(of: name) { return known }
      names.append(name)
      return names.count - 1
    }
    switch self {
    case .none: break
    case .patterns(let patterns):
      for (name, _) in patterns { _ = place(of: name) }
      for (index, app) in apps.enumerated() {
        let selection = patterns.first { AppSelection(patterns: [$0.pattern.pattern]).includes(app.facts) }
        if let selection { places[index] = place(of: selection.name) }
      }
    case .prefix:
      let prefixes = apps.map { app in
        app.facts.bundleId == app.key ? app.key.split(separator: ".").dropLast() : []
      }
      let counts = Dictionary(prefixes.map { ($0, 1) }, uniquingKeysWith: +)
      let shared = counts.filter { !$0.key.isEmpty && $0.value > 1 }.keys.sorted {
        $0.lexicographicallyPrecedes($1)
      }
      let found = Dictionary(uniqueKeysWithValues: zip(shared, Self.shortNames(shared)))
      for prefix in shared { found[prefix].map { names.append($0) } }
      let indices = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1, $0 + 1) })
      for (index, prefix) in prefixes.enumerated() { places[index] = indices[prefix] ?? 0 }
    }
    return (names, places)
  }

  /// The last part of each prefix, or as many as tell it from the others. Some disks ignore case.
  private static func shortNames(_ prefixes: [[Substring]]) -> [String] {
    var counts: [String: Int] = [sharedName: 1]
    for prefix in prefixes {
      for length in 1...prefix.count {
        counts[prefix.suffix(length).joined(separator: ".").lowercased(), default: 0] += 1
      }
    }
    var taken: Set<String> = [sharedName]
    return prefixes.map { prefix in
      let all = (1...prefix.count).map { prefix.suffix($0).joined(separator: ".") }
      let whole = all.last ?? ""
      let wanted = all.first { counts[$0.lowercased()] == 1 } ?? whole
      var name = wanted
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(wanted)-\(number)"
        number += 1
      }
      return name
    }
  }
}
