import AppStoreConnect
import DesiredState
import Planning
import Reconciler
import Reports

extension SavedPlanLoader {
  /// Makes sure that the plan's apps that only rules bring in are still in the account and still match.
  ///
  /// - Returns: the apps that match now but weren't there when the plan was made.
  func checkDefaults(
    _ state: DesiredState, _ client: Client, _ ownership: Ownership?
  ) async throws -> [AppFacts] {
    guard let known = saved.defaultApps else { return [] }
    let account: [AppFacts]
    do {
      account = try await session.listApps(
        AccountReader(client: client), AppSelection(patterns: saved.selection))
    } catch {
      throw CommandFailure(diagnostics: [error.accountFailure], exitCode: .failed)
    }
    let others = Set(state.apps.map(\.key.text) + (ownership?.leftAlone.map(\.appId) ?? []))
    var rules = DefaultsMatcher(state)
    let matched = account.filter { app in
      guard let id = app.id, !others.contains(id), !others.contains(app.title) else { return false }
      return rules.app(app) != nil
    }
    let seen = Set(account.compactMap(\.id))
    let stillMatched = Set(matched.compactMap(\.id))
    let differences = saved.apps.filter { $0.managed == nil && known.contains($0.appId) }.compactMap { app in
      if !seen.contains(app.appId) { return "\(app.facts.title): the API key no longer sees this app" }
      return stillMatched.contains(app.appId)
        ? nil : "\(app.facts.title): no rule of 'defaults' matches it any more"
    }
    guard differences.isEmpty else { throw Stale(differences: differences) }
    let old = Set(known)
    return matched.filter { app in app.id.map(old.contains) == false }
  }

  /// A note on apps that rules match now.
  static func note(onAppeared apps: [AppFacts]) -> String {
    "\(named(apps.map(\.title))) \(apps.count == 1 ? "matches" : "match") 'defaults' and"
      + " \(apps.count == 1 ? "wasn't" : "weren't") there when the plan was made: plan again to cover"
      + " \(apps.count == 1 ? "it" : "them")"
  }
}
