import DesiredState
import Diagnostics
import Planning

extension ImportedState {
  /// What is wrong with the files, compared with the apps they were made from. Nothing, unless an app has more webhooks
  /// than App Store Connect allows, or the importer has a mistake: wrong files would change what is live.
  package func problems(against apps: [ReadApp]) -> [String] {
    let read = DesiredStateReader().decode(files.map { SourceFile(path: $0.name, text: $0.yaml) })
    guard let state = read.state else {
      return read.diagnostics.map { "line \($0.range?.start.line ?? 0): \($0.message)" }
    }
    let desired = Dictionary(state.apps.map { ($0.key.text, $0) }) { first, _ in first }
    let apps = apps.toldApart
    var rules = DefaultsMatcher(state)
    let readings = apps.compactMap { app -> AppReading? in
      var found = desired[app.key] ?? rules.app(app.facts)
      if var listed = desired[app.key] {
        rules.complete(&listed, as: app.facts)
        found = listed
      }
      return found.map { AppReading(desired: $0, facts: app.facts, webhooks: .success(app.webhooks)) }
    }
    guard readings.count == apps.count else { return ["the file lacks an app"] }
    let plan = Planner().plan(readings)
    var problems = plan.apps.compactMap { app in
      if app.failure != nil { return "app '\(app.title)' can't be planned" }
      return app.onlyRenames ? nil : "the plan of app '\(app.title)' isn't empty"
    }
    if problems.isEmpty, plan.steps.count != renames { problems.append("other webhooks would be renamed") }
    return problems
  }
}

extension AppPlan {
  fileprivate var onlyRenames: Bool {
    webhooks.allSatisfy { $0.changes.allSatisfy { $0.field == .name } }
      && steps.allSatisfy { $0.action == .modify }
  }
}

extension ImportedState.Reason {
  package var summary: String {
    switch self {
    case .name(let problem): "its name \(problem)"
    case .url(let error): error.prose().message
    case .sensitiveURL: "a sensitive variable stands for its URL, or may, because it has no value here"
    case .confidential: "its name or URL holds what mustn't be written down"
    case .noEvents: "it has no event types"
    case .event(let name): "its event type '\(name)' isn't spelled like Apple's"
    case .unknownEvents(let names):
      "this version doesn't know its event types (\(names.joined(separator: ", "))); 'allowUnknownEvents: true' "
        + "lets the file list them"
    case .sameName(let id): "webhook \(id) has the same name"
    case .coveredByRule: "another webhook's rule covers it"
    }
  }
}
