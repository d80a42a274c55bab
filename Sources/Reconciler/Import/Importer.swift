import AppStoreConnect
import DesiredState
import Planning

/// Makes a desired-state file of what is live. A pure function of values: the same apps give the same bytes.
///
/// The file is valid, and its plan is empty for the apps it was made from; an ignore rule leaves a webhook alone that
/// no file can describe. Apps are sorted by their keys.
package struct Importer: Sendable {
  private let options: ImportOptions

  package init(_ options: ImportOptions = ImportOptions()) { self.options = options }

  package func file(for apps: [ReadApp]) -> ImportedState {
    let draft = ImportDraft(apps, options)
    return ImportedState(
      files: ImportWriter(draft).files(), apps: draft.apps.count,
      webhooks: draft.rest.count + draft.templates.reduce(0) { $0 + $1.members.count },
      templates: draft.templates.count, rules: draft.rules.rules.count, renames: draft.renames,
      variables: draft.secrets.variables,
      skipped: zip(draft.apps, draft.selections).flatMap { app, selection in
        selection.skipped.map {
          ImportedState.Skipped(app: app.title, webhook: $0.webhook, reason: $0.reason)
        }
      }, namesAccount: draft.issuer != nil)
  }
}

/// What was found out about the apps before anything is written.
struct ImportDraft {
  /// In the order of their keys.
  let apps: [ReadApp]
  let selections: [ImportSelection]
  /// What `policy` leaves alone.
  let sharedRules: SharedRules
  let templates: [ImportedTemplate]
  /// The webhooks without a template, in the order of their apps.
  let rest: [ImportedWebhook]
  let rules: RuleFinder
  let secrets: ImportedSecrets
  let notation: EventNotation
  let renames: Int
  /// The names of the files, and the place of each app's.
  let files: (names: [String], places: [Int])
  let isSplit: Bool
  /// The issuer that the file names.
  let issuer: String?

  init(_ read: [ReadApp], _ options: ImportOptions) {
    apps = read.toldApart.sorted { ($0.key, $0.facts.id ?? "") < ($1.key, $1.facts.id ?? "") }
    selections = apps.map { ImportSelection($0.webhooks, isConfidential: options.isConfidential) }
    let webhooks = zip(apps, selections).enumerated().flatMap { index, pair in
      let finder = PlaceholderFinder(pair.0.facts)
      return pair.1.described.map { ImportedWebhook($0, app: index, finder) }
    }
    let found = TemplateFinder(webhooks, facts: apps.map(\.facts))
    rest = found.rest
    let shared = SharedRules(selections, isWanted: options.isWholeAccount)
    sharedRules = shared
    let (facts, guards) = (apps.map(\.facts), selections.map { $0.rules + shared.rules })
    let settled = found.templates.map { $0.keepingURLs(where: guards, facts) }
    let renaming = Renaming(settled, live: apps.map { $0.webhooks.map(\.name) }, rules: guards)
    renames = options.normalizes ? renaming.count : 0
    templates =
      options.normalizes
      ? renaming.templates
      : zip(settled, renaming.templates).map { template, renamed in
        var template = template
        template.similar = renamed.formerly
        return template
      }
    rules = RuleFinder(templates, apps: apps, isWanted: options.isWholeAccount)
    secrets = ImportedSecrets(templates, rest, apps, by: options.secrets)
    notation = EventNotation(
      templates.flatMap { template in
        [EventNotation.Use(events: template.events, webhook: template.name)]
          + template.members.compactMap { member in
            member.events.flatMap { events in
              EventNotation.isDifference(events, changing: template.events)
                ? nil : EventNotation.Use(events: events, webhook: template.name)
            }
          }
      } + rest.map { EventNotation.Use(events: $0.live.events, webhook: $0.live.name) })
    files = options.split.files(for: apps)
    isSplit = options.split.isSplit
    issuer = rules.rules.isEmpty ? nil : options.issuer
  }

  /// The app's `prune` in the file.
  func prune(of app: Int) -> Prune {
    if selections[app].needsPruneOff { return .never }
    return rules.matched.contains(app) ? .managed : .always
  }
}
