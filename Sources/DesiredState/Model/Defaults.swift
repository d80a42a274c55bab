import Diagnostics

/// The rules of `defaults`, of all files: which webhooks apps get by their bundle IDs, whether a file lists them or
/// not.
package struct Defaults: Sendable {
  /// The rules, in the order of the files, which doesn't matter to the result.
  package var rules: [DefaultRule] = []

  package var isEmpty: Bool { rules.isEmpty }

  /// Warnings of patterns that match no app of an account: a typo leaves apps without their webhooks.
  package func unmatched(by apps: [AppFacts]) -> [Diagnostic] {
    let ids = apps.compactMap(\.bundleId)
    return rules.flatMap { rule in
      rule.apps.filter { pattern in !ids.contains(where: pattern.matches(_:)) }.map { pattern in
        let prefixes = ids.flatMap { id in
          id.indices.filter { id[$0] == "." }.map { String(id[..<$0]) + ".*" }
        }
        let nearest = Spelling.nearest(to: pattern.pattern, among: Set(prefixes + ids).sorted())
        return .warning(
          "the pattern '\(Wording.short(pattern.pattern))' matches no app that the API key sees",
          at: rule.location,
          remedy: nearest.map { "did you mean '\($0)'?" } ?? "correct it, or take it out")
      }
    }
  }

  /// Whether any rule matches a bundle ID.
  package func match(_ bundleId: String) -> Bool { rules.contains { $0.matches(bundleId) } }
}

/// One rule of `defaults`.
package struct DefaultRule: Sendable {
  /// Patterns for bundle IDs.
  package var apps: [Glob]
  /// Patterns for bundle IDs that it leaves out.
  package var except: [Glob]
  /// What it gives an app.
  package var webhooks: [DesiredWebhook]
  package var prune: Prune?
  package var location: SourceRange

  package func matches(_ bundleId: String) -> Bool {
    apps.contains { $0.matches(bundleId) } && !except.contains { $0.matches(bundleId) }
  }
}

/// Applies rules to apps. Most apps of a fleet have the same rules, whose webhooks are put together once.
package struct DefaultsMatcher: Sendable {
  private let rules: [DefaultRule]
  private let policy: Policy
  private let forgotten: Set<AppKey>
  private var known: [[Int]: Match] = [:]

  private struct Match {
    var rules: [DefaultRule]
    var webhooks: [DesiredWebhook]
    var prune: Prune
  }

  package init(_ state: DesiredState) {
    self.init(state.defaults, policy: state.policy, forget: state.forget)
  }

  init(_ defaults: Defaults, policy: Policy, forget: [ForgottenApp]) {
    rules = defaults.rules
    self.policy = policy
    forgotten = Set(forget.map(\.key))
  }

  /// Adds to a listed app what the rules give it, as far as its known IDs tell which of them match.
  package mutating func complete(_ app: inout DesiredApp, as facts: AppFacts) {
    app.sharedIgnore = policy.ignore
    app.protect = policy.protect
    if !app.rules.isEmpty {
      app.webhooks.removeAll(where: \.isDefault)
      app.rules = []
    }
    if app.takesDefaults, let match = match(facts) {
      app.webhooks += match.webhooks
      app.rules = match.rules
      app.prune = app.ownPrune ?? match.prune
    } else {
      app.prune = app.ownPrune ?? policy.prune
    }
  }

  /// The app that only rules bring in; `nil` if none matches.
  package mutating func app(_ facts: AppFacts) -> DesiredApp? {
    guard let match = match(facts), let first = match.rules.first,
      let key = facts.bundleId.flatMap(AppKey.init(_:)) ?? facts.id.map(AppKey.appleId)
    else { return nil }
    var app = DesiredApp(key: key, location: first.location, webhooks: match.webhooks, prune: match.prune)
    app.sharedIgnore = policy.ignore
    app.protect = policy.protect
    app.rules = match.rules
    app.isListed = false
    return app
  }

  private mutating func match(_ facts: AppFacts) -> Match? {
    guard !rules.isEmpty, let bundleId = facts.bundleId, !isForgotten(facts) else { return nil }
    let indices = rules.indices.filter { rules[$0].matches(bundleId) }
    guard !indices.isEmpty else { return nil }
    if let match = known[indices] { return match }
    let match = Self.union(of: indices.map { rules[$0] })
    known[indices] = match
    return match
  }

  /// Whether an app was handed over, so that no rule matches it.
  private func isForgotten(_ facts: AppFacts) -> Bool {
    !forgotten.isEmpty
      && (facts.bundleId.map { forgotten.contains(.bundleId($0)) } == true
        || facts.id.map { forgotten.contains(.appleId($0)) } == true)
  }

  private static func union(of rules: [DefaultRule]) -> Match {
    var webhooks: [DesiredWebhook] = []
    for webhook in rules.lazy.flatMap(\.webhooks) where !webhooks.contains(where: webhook.isSame(as:)) {
      webhooks.append(webhook)
    }
    return Match(rules: rules, webhooks: webhooks, prune: rules.compactMap(\.prune).min() ?? .managed)
  }
}

extension DesiredWebhook {
  fileprivate func isSame(as other: Self) -> Bool { asksTheSame(as: other) && secret == other.secret }
}
