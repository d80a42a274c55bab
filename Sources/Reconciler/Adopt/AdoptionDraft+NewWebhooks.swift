import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import YAML

extension AdoptionDraft {
  /// How an app's entry describes a new webhook.
  enum Description {
    case use(String)
    case own(YAMLValue.Entry)
  }

  /// Why a URL that is hidden isn't adopted.
  var hidden: Adoption.Reason {
    let unset = adopter.state.variables.values.filter { $0.isSensitive && $0.value == nil }
    return unset.isEmpty ? .confidential : .unset(unset.map(\.environmentName).sorted())
  }

  /// Why a file can't describe a webhook.
  func reason(against live: LiveWebhook, in file: Int) -> Adoption.Reason? {
    if adopter.isConfidential(live.name) || adopter.isConfidential(live.url) { return .confidential }
    if let reason = ImportSelection.reason(against: live) { return .undescribable(reason) }
    guard nameable(live.events, in: file).isEmpty else { return nil }
    return .undescribable(.unknownEvents(live.events.map(\.rawValue)))
  }

  /// Describes a webhook: by a template that says the same, or nearly so, else by itself.
  mutating func described(_ live: LiveWebhook, in facts: AppFacts, file: Int) -> Description {
    let events = nameable(live.events, in: file)
    var best: (template: String, fields: [Adoption.Field])?
    for (key, template) in secrets.templates(named: live.name)
    where !templateChanges.contains(where: { $0.hasPrefix("\(key) ") }) {
      let app = DesiredApp(
        key: .bundleId(facts.title), location: template.locations.webhook, webhooks: [template])
      guard let target = app.targets(for: facts).webhooks.first, target.name == live.name,
        target.url.normalized == live.comparableURL
      else { continue }
      var fields: [Adoption.Field] = target.events == events ? [] : [.events]
      if target.enabled != live.enabled { fields.append(.enabled) }
      if fields.count < best?.fields.count ?? 2 { best = (key, fields) }
    }
    if let best {
      if best.fields.isEmpty { return .use(best.template) }
      return .own(override(of: best.template, best.fields, live, url: "", name: live.name, file: file))
    }
    var fields = [
      YAMLValue.Entry("url", .text(secrets.url(of: live, in: facts))),
      .init("events", eventList(live.events, in: file)),
      .init("secret", secrets.source(for: live, app: facts.title, file: files[file].source)),
    ]
    if !live.enabled { fields.append(.init("enabled", .boolean(false))) }
    return .own(.init(live.name, .mapping(fields)))
  }

  // MARK: Apps

  /// An app that has left the files, but still has webhooks that Storehooks manages.
  mutating func takeBack(_ app: AppUnderAdoption) {
    if !app.drift.isComparable { return }
    guard adopter.scope.takesLeftApps, !isWithheld(app.drift.title) else {
      for difference in app.chosen + app.withheld { leave(difference, of: app.drift, .notListed) }
      return
    }
    take(LiveApp(facts: app.reading.facts, webhooks: app.reading.webhooks))
  }

  /// An app that no file lists.
  mutating func take(_ app: LiveApp) {
    guard let webhooks = try? app.webhooks.get() else { return }
    let key = key(of: app.facts)
    var item = Adoption.Item(app: app.title, kind: .newApp)
    guard !isWithheld(app.title), let file = bestFile(for: key), let list = files[file].appList else {
      item.reason = .noPlace
      return adoption.left.append(item)
    }
    let policy = adopter.state.policy
    let selection = ImportSelection(
      webhooks.filter { webhook in
        !policy.ignore.contains { $0.covers(name: webhook.name, url: webhook.url) }
      })
    if selection.described.contains(where: \.hidesURL) { item.reason = hidden }
    for webhook in selection.described where item.reason == nil {
      item.reason = reason(against: webhook, in: file)
    }
    if item.reason != nil {
      return adoption.left.append(item)
    }
    var uses: [String] = []
    var own: [YAMLValue.Entry] = []
    for webhook in selection.described {
      switch described(webhook, in: app.facts, file: file) {
      case .use(let template): uses.append(template)
      case .own(let entry): own.append(entry)
      }
    }
    var fields: [YAMLValue.Entry] = []
    if !uses.isEmpty { fields.append(.init("use", .list(uses.map(YAMLValue.text), inline: true))) }
    if !own.isEmpty { fields.append(.init("webhooks", .mapping(own))) }
    var rules = DefaultsMatcher(adopter.state)
    fields += ImportWriter.guards(for: selection, prune: rules.app(app.facts)?.prune ?? policy.prune)
    var value = YAMLValue.mapping(fields)
    value.remark = ImportWriter.remark(on: app.facts, key: key)
    guard files[file].editor.insert(.init(key, value), into: list, at: files[file].place(forApp: key)) else {
      failed.insert(app.title)
      return
    }
    taken.insert(app.title)
    item.location = DesiredStateDecoder.start(of: files[file].source)
    adoption.adopted.append(item)
    for skipped in selection.skipped {
      adoption.left.append(
        Adoption.Item(
          app: app.title, kind: .additional, webhook: skipped.webhook.name, webhookId: skipped.webhook.id,
          reason: .undescribable(skipped.reason)))
    }
  }

  /// The file whose apps have names most like the new one's.
  func bestFile(for key: String) -> Int? {
    let candidates = files.indices.filter { files[$0].appList != nil }
    return candidates.max { left, right in
      (files[left].likeness(to: key), -left) < (files[right].likeness(to: key), -right)
    }
  }
}
