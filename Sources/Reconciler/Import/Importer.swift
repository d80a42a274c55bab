import AppStoreConnect

/// Makes a desired-state file of what is live. A pure function of values: the same apps give the same bytes.
///
/// The file is valid, and its plan is empty against the apps that it was made from; a webhook that no file can
/// describe is left alone by an ignore rule. Apps stand in the order of their keys, whatever order they come in.
package struct Importer: Sendable {
  package init() {}

  package func file(for apps: [ReadApp]) -> ImportedState {
    let apps = apps.toldApart.sorted { ($0.key, $0.facts.id ?? "") < ($1.key, $1.facts.id ?? "") }
    let selections = apps.map { ImportSelection($0.webhooks) }
    let webhooks = zip(apps, selections).enumerated().flatMap { index, pair in
      pair.1.described.map { ImportedWebhook($0, app: index, facts: pair.0.facts) }
    }
    let finder = TemplateFinder(webhooks)
    let rest = finder.rest.sorted { ($0.app, $0.live.order) < ($1.app, $1.live.order) }
    let requests =
      finder.templates.map { VariableNames.Request(webhook: $0.key, app: nil) }
      + rest.map { VariableNames.Request(webhook: $0.live.name, app: apps[$0.app].title) }
    let names = VariableNames(requests).names
    let variables = Self.variables(names, finder.templates, rest, apps)
    let writer = ImportWriter(
      apps: apps, selections: selections, templates: finder.templates, rest: rest, names: names,
      variables: variables)
    return ImportedState(
      yaml: writer.text(), apps: apps.count, webhooks: webhooks.count, templates: finder.templates.count,
      variables: variables,
      skipped: zip(apps, selections).flatMap { app, selection in
        selection.skipped.map {
          ImportedState.Skipped(app: app.title, webhook: $0.webhook, reason: $0.reason)
        }
      })
  }

  private static func variables(
    _ names: [String], _ templates: [ImportedTemplate], _ rest: [ImportedWebhook], _ apps: [ReadApp]
  ) -> [ImportedState.Variable] {
    let uses =
      templates.map { ($0.key, Set($0.webhooks.map(\.app)).sorted().map { apps[$0].title }) }
      + rest.map { ($0.live.name, [apps[$0.app].title]) }
    return zip(names, uses).map { name, use in
      ImportedState.Variable(name: name, webhook: use.0, apps: use.1)
    }.sorted { $0.name < $1.name }
  }
}
