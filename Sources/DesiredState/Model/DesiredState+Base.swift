/// What is left to compare with App Store Connect if the state of another set of files, the base, is applied already.
package struct BaseComparison: Sendable {
  /// The files' state, with only those apps for which the base says something else.
  package var state: DesiredState
  /// How many listed apps the base says the same about.
  package var skipped: Int
  /// Whether there are rules, which aren't compared: what they bring in shows only with the account's list of apps.
  package var skipsDefaults: Bool
  /// The apps that the base lists and the files don't.
  package var left: [AppKey]

  package func hasLeft(_ facts: AppFacts) -> Bool {
    left.contains { $0.text == facts.bundleId || $0.text == facts.id }
  }
}

extension DesiredState {
  /// Compares by values: places, comments and spelling don't count, nor does the folder that paths of secrets
  /// are relative to.
  ///
  /// `nil` if every app has to be looked at: something that concerns all of them differs, or an app that left
  /// may be one of those that rules match.
  package func compared(withBase base: DesiredState) -> BaseComparison? {
    guard concernsAllAlike(base) else { return nil }
    let before = Dictionary(base.apps.map { ($0.key, $0) }) { first, _ in first }
    let changed = apps.filter { app in before[app.key].map { !app.asksTheSame(as: $0) } ?? true }
    let listed = Set(apps.map(\.key))
    let left = base.apps.map(\.key).filter { !listed.contains($0) }
    if !defaults.isEmpty {
      // Only a bundle ID tells what rules say of an app.
      let isPlain = (changed.map(\.key) + left).allSatisfy { if case .bundleId = $0 { true } else { false } }
      guard isPlain, !left.contains(where: { defaults.match($0.text) }) else { return nil }
    }
    var state = self
    state.apps = changed
    state.defaults = Defaults()
    return BaseComparison(
      state: state, skipped: apps.count - changed.count, skipsDefaults: !defaults.isEmpty, left: left)
  }

  private func concernsAllAlike(_ base: DesiredState) -> Bool {
    policy.asksTheSame(as: base.policy) && account?.issuerId == base.account?.issuerId
      && account?.keyId == base.account?.keyId
      && defaults.rules.elementsEqual(base.defaults.rules) { $0.asksTheSame(as: $1) }
  }
}

extension DesiredApp {
  fileprivate func asksTheSame(as base: Self) -> Bool {
    prune == base.prune && takesDefaults == base.takesDefaults
      && ignore.elementsEqual(base.ignore) { $0.asksTheSame(as: $1) }
      && protect.elementsEqual(base.protect) { $0.asksTheSame(as: $1) }
      && webhooks.count == base.webhooks.count
      && webhooks.allSatisfy { webhook in base.webhooks.contains(where: webhook.asksTheSame(as:)) }
      && base.webhooks.allSatisfy { webhook in webhooks.contains(where: webhook.asksTheSame(as:)) }
  }
}

extension DesiredWebhook {
  /// Whether both are equal but for places and the folder of the secret's file.
  func asksTheSame(as base: Self) -> Bool {
    name == base.name && url == base.url && events == base.events && enabled == base.enabled
      && secret.asWritten == base.secret.asWritten && formerly == base.formerly
      && keepsUnknownEvents == base.keepsUnknownEvents && isDefault == base.isDefault
  }
}

extension SecretSource {
  fileprivate var asWritten: Self {
    if case .file(let path, _) = self { .file(path: path, directory: "") } else { self }
  }
}

extension Policy {
  fileprivate func asksTheSame(as base: Self) -> Bool {
    prune == base.prune && maxDeletes == base.maxDeletes && maxChanges == base.maxChanges
      && ignoreApps == base.ignoreApps && ignore.elementsEqual(base.ignore) { $0.asksTheSame(as: $1) }
      && protect.elementsEqual(base.protect) { $0.asksTheSame(as: $1) }
  }
}

extension IgnoreRule {
  fileprivate func asksTheSame(as base: Self) -> Bool { name == base.name && url == base.url }
}

extension DefaultRule {
  fileprivate func asksTheSame(as base: Self) -> Bool {
    apps == base.apps && except == base.except && prune == base.prune
      && webhooks.elementsEqual(base.webhooks) { $0.asksTheSame(as: $1) }
  }
}
