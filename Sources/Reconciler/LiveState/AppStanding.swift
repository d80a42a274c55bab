import AppStoreConnect
import DesiredState

/// What the files say of an app of the account.
package enum AppStanding: Sendable, Hashable {
  case listed, byDefaults
  /// A file lists it that wasn't given.
  case elsewhere
  /// It was handed over: `forget` names it.
  case forgotten
  /// Nothing covers it, and `policy.ignoreApps` says that nothing has to.
  case ignored
  case uncovered
}

/// Tells what files say of apps.
package struct AppStandings: Sendable {
  private let state: DesiredState
  private let listed: Set<String>
  private var rules: DefaultsMatcher

  package init(_ state: DesiredState) {
    self.state = state
    listed = Set(state.apps.map(\.key.text))
    rules = DefaultsMatcher(state)
  }

  package mutating func standing(of app: AppFacts) -> AppStanding {
    if [app.bundleId, app.id].contains(where: { $0.map(listed.contains) == true }) { return .listed }
    if state.forgets(app) != nil { return .forgotten }
    if rules.app(app) != nil { return .byDefaults }
    return state.policy.ignores(app) ? .ignored : .uncovered
  }
}
