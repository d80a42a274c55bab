import DesiredState
import Planning
import YAML

/// The ignore rules that many apps have alike: `policy` has them once, if they leave nothing else alone there.
struct SharedRules {
  /// Each with what it is for in all apps.
  private(set) var rules: [ImportSelection.Rule] = []
  /// The same by the places of their apps: how many webhooks of which app.
  private var apps: [[Int: Int]] = []

  private static let fewestApps = 3

  private struct Key: Hashable {
    var name, url: String?

    init(_ rule: ImportSelection.Rule) { (name, url) = (rule.name, rule.url) }
  }

  /// - Parameter isWanted: whether these are all apps; a policy's rules are for the others, too.
  init(_ selections: [ImportSelection], isWanted: Bool) {
    guard isWanted else { return }
    var places: [Key: Int] = [:]
    var found: [(rule: ImportSelection.Rule, apps: [Int: Int])] = []
    for (app, selection) in selections.enumerated() where !selection.skipped.isEmpty {
      for rule in selection.rules {
        let place = places[Key(rule), default: found.count]
        if place == found.count {
          places[Key(rule)] = place
          found.append((rule, [:]))
        } else {
          found[place].rule.webhooks += rule.webhooks
        }
        found[place].apps[app] = rule.webhooks.count
      }
    }
    found.removeAll { $0.apps.count < Self.fewestApps }
    guard !found.isEmpty else { return }
    let described = selections.flatMap(\.described)
    let named = Dictionary(grouping: described, by: \.name)
    for (rule, apps) in found {
      // Most rules name a webhook, and nothing else needs to be looked at.
      let likely = rule.name.map { Glob($0).isLiteral ? named[$0] ?? [] : described } ?? described
      guard !likely.contains(where: { rule.covers(name: $0.name, url: $0.url) }) else { continue }
      rules.append(rule)
      self.apps.append(apps)
    }
  }

  func contains(_ rule: ImportSelection.Rule) -> Bool { rules.contains { Key($0) == Key(rule) } }

  /// As `policy` has them.
  ///
  /// - Parameter prune: what is deleted of an app otherwise.
  func list(prune: (Int) -> Prune) -> YAMLValue {
    .list(
      zip(rules, apps).map { rule, apps in
        var value = rule.value
        let reasons = Set(rule.webhooks.map(\.reason.sharedSummary)).sorted()
        value.comments = reasons.map {
          "Left alone in \(apps.count) apps, because a file can't describe it: \($0)."
        }
        let (count, deleted) = (
          rule.webhooks.count, apps.reduce(0) { $0 + (prune($1.key) == .always ? $1.value : 0) }
        )
        value.comments.append(
          deleted == 0
            ? "Without this rule, all \(count) would stay, too: 'prune' is 'managed' or off there."
            : "Without this rule, 'apply' would delete \(deleted == count ? "all \(count)" : "\(deleted) of \(count)")."
        )
        return value
      })
  }
}

extension ImportSelection.Rule {
  var value: YAMLValue {
    let fields: [YAMLValue.Entry?] = [
      name.map { .init("name", .text($0)) }, url.map { .init("url", .text($0)) },
    ]
    return .mapping(fields.compactMap { $0 }, inline: true)
  }
}

extension ImportedState.Reason {
  /// Without what is different in each app.
  fileprivate var sharedSummary: String {
    if case .sameName = self { "another webhook of the app has the same name" } else { summary }
  }
}
