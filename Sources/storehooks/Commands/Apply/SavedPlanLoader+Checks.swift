import AppStoreConnect
import CommandLine
import Cryptography
import DesiredState
import Planning
import Reconciler
import Reports

/// What `apply PLAN` may be told besides the plan: what the plan was made with, and where its files are now.
extension SavedPlanLoader {
  /// The desired-state files: where the plan knows them, or where `--file` says they are.
  var files: [String] { session.options.isGiven(.file) ? session[.file] : saved.given.map(paths.shown(_:)) }

  /// The same for the state file; `nil` for none.
  var statePath: String? {
    guard let state = saved.state else { return nil }
    return session[.state] ?? paths.shown(state.path)
  }

  /// The values of variables that the plan was made with, except sensitive ones, which come from the environment again.
  var values: VariableValues {
    VariableValues(given: saved.variables ?? [:], environment: session.program.environment)
  }

  /// What a changed app needs must be there before the first request.
  func checkVariables(_ state: DesiredState) throws(CommandFailure) {
    let desired = Dictionary(state.apps.map { ($0.key.text, $0) }) { first, _ in first }
    var rules = DefaultsMatcher(state)
    let touched = saved.apps.filter { $0.managed == nil }
      .compactMap { self.desired($0, listed: desired[$0.key], &rules) }
    let errors = Set(touched.flatMap(\.unsetVariables).map(\.error))
    if !errors.isEmpty { throw CommandFailure(diagnostics: Array(errors), exitCode: .failed) }
    for (name, value) in session.variableValues.given
    where saved.variables?[name].map({ $0 != value }) == true {
      throw contradiction("--var \(name)", "which was made with another value")
    }
  }

  /// What the files say of an app of the plan: its own entry, and what rules give it.
  func desired(
    _ app: SavedPlan.App, listed: DesiredApp?, _ rules: inout DefaultsMatcher
  ) -> DesiredApp? {
    guard var found = listed ?? rules.app(app.facts) else { return nil }
    if found.isListed { rules.complete(&found, as: app.facts) }
    return found
  }

  /// The calls must be those of the plan. Files and live state have been checked, so only a sensitive variable can
  /// change them.
  func check(_ plan: Plan, made calls: ShownCalls, of state: DesiredState) throws {
    let changed = try saved.sensitiveURLs?.changedSteps(in: plan) ?? []
    if !changed.isEmpty {
      let webhooks = plan.steps.filter { changed.contains($0.number) }
        .map { "webhook '\($0.webhook)' of \(plan.apps[$0.appIndex].title)" }
      let what = webhooks.isEmpty ? "a webhook" : named(webhooks)
      let variables = state.variables.values.filter(\.isSensitive).map(\.environmentName).sorted()
      throw Stale(
        differences: [
          "the URL of \(what) isn't the one that the plan was made with, because \(named(variables))"
            + " \(variables.count == 1 ? "has" : "have") another value"
        ])
    }
    guard try ShownCalls(plan) == calls else {
      throw Stale(differences: ["its steps aren't the calls that apply would make"])
    }
  }

  func checkOptions() throws(CommandFailure) {
    if session.options.readsStandardInput {
      throw contradiction("-f -", "which was made from files")
    }
    if !session[.app].isEmpty, Set(session[.app]) != Set(saved.selection) {
      throw contradiction("--app", "which was made \(Self.words("--app", saved.selection))")
    }
    let writes = session[.writeSecrets]
    if !writes.isEmpty, Set(writes) != Set(saved.writeSecrets) {
      throw contradiction(
        "--write-secrets", "which was made \(Self.words("--write-secrets", saved.writeSecrets))")
    }
    if session[.filesChanged], !saved.filesChanged {
      throw contradiction("--files-changed", "which was made without it")
    }
    if saved.state == nil, session.options.isGiven(.state) {
      throw contradiction("--state", "which was made without a state file")
    }
    if let state = saved.state, session.options.isGiven(.noState) {
      throw contradiction("--no-state", "which was made with the state file '\(paths.shown(state.path))'")
    }
  }

  /// The files must have the same contents as when the plan was made, wherever they are.
  func checkFiles(_ state: DesiredState) throws {
    let now = try SavedPlan.digests(of: state, paths: paths)
    if now == saved.files { return }
    let before = Dictionary(saved.files.map { ($0.path, $0.sha256) }) { first, _ in first }
    let isElsewhere =
      session.options.isGiven(.file) && Set(session[.file].map(paths.written(_:))) != Set(saved.given)
    if isElsewhere, Set(now.map(\.path)) != Set(before.keys) {
      // The files are elsewhere, and perhaps in another order.
      guard now.map(\.sha256).sorted() != before.values.sorted() else { return }
      throw contradiction("--file", "which was made from other files")
    }
    let differences =
      now.compactMap { file -> String? in
        guard let known = before[file.path] else { return "'\(paths.shown(file.path))' is new" }
        return known == file.sha256 ? nil : "'\(paths.shown(file.path))' has changed"
      }
      + before.keys.sorted().filter { path in !now.contains { $0.path == path } }
      .map { "'\(paths.shown($0))' is gone" }
    guard differences.isEmpty else { throw Stale(differences: differences) }
  }

  func check(_ connection: Connection) throws {
    guard connection.api != saved.api || connection.issuer != saved.issuer else { return }
    for option in [Option.simulate.spec, Option.apiURL.spec, Option.issuerID.spec]
    where session.options.isGiven(option) {
      throw contradiction(
        option.spelling, "which was made for \(StateFileError.Origin(api: saved.api, issuer: saved.issuer))")
    }
    throw Stale(differences: ["the plan was made for another account or API host"])
  }

  /// The state file must be the plan's. If there was none yet, there may be one now.
  func check(_ record: StateAccess?) throws {
    guard let state = saved.state, let record else { return }
    let path = paths.shown(state.path)
    let isElsewhere = paths.written(record.file.path) != state.path
    let now = try record.identity()
    if now == state.identity || (state.identity == nil && !isElsewhere) { return }
    if isElsewhere { throw contradiction("--state", "which was made with another state file, '\(path)'") }
    throw Stale(
      differences: [
        "the state file '\(path)' \(now == nil ? "is gone" : "is not the one that the plan was made with")"
      ])
  }

  private func contradiction(_ option: String, _ why: String) -> CommandFailure {
    .usage("\(option) contradicts the saved plan, \(why); leave it out, or plan again")
  }

  private static func words(_ option: String, _ values: [String]) -> String {
    values.isEmpty ? "without it" : "with " + values.map { "\(option) '\($0)'" }.joined(separator: " ")
  }
}
