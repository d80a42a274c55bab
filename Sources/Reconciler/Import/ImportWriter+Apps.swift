import DesiredState
import Planning
import YAML

extension ImportWriter {
  /// The entries of the apps, by the places of their files.
  func appEntries() -> [[Entry]] {
    var uses: [Int: [String]] = [:]
    var own: [Int: [Entry]] = [:]
    for (place, template) in draft.templates.enumerated() {
      for member in template.members {
        let app = member.webhook.app
        if !member.isPlain {
          own[app, default: []].append(override(member, of: template))
        } else if !draft.rules.covered[place].contains(app) {
          uses[app, default: []].append(template.key)
        }
      }
    }
    for (webhook, variable) in zip(draft.rest, draft.secrets.names.dropFirst(draft.templates.count)) {
      var fields = self.fields(url: webhook.live.url, webhook.live.events, variable: variable)
      if !webhook.live.enabled { fields.append(Entry("enabled", .boolean(false))) }
      own[webhook.app, default: []].append(Entry(webhook.live.name, .mapping(fields)))
    }
    var entries = [[Entry]](repeating: [], count: draft.files.names.count)
    for index in draft.apps.indices {
      let webhooks = (own[index] ?? []).sorted { TextOrder($0.key) < TextOrder($1.key) }
      let value = app(index, uses: (uses[index] ?? []).sorted { TextOrder($0) < TextOrder($1) }, webhooks)
      let file = draft.files.places[index]
      if value.isEmpty, file == 0, draft.rules.matched.contains(index) { continue }
      entries[file].append(Entry(draft.apps[index].key, value))
    }
    return entries
  }

  func appSection(_ apps: [Entry], isShared: Bool) -> Entry {
    var apps = apps
    // Apps that take no more than a line for each webhook stand together.
    for index in apps.indices.dropFirst() {
      apps[index].value.isSetApart = ![apps[index - 1], apps[index]].allSatisfy(\.value.isBrief)
    }
    var section = YAMLValue.mapping(apps)
    section.isSetApart = true
    let listed = Set(apps.map(\.key))
    let others =
      !isShared
      ? 0
      : draft.apps.indices.count { index in
        draft.files.places[index] == 0 && !listed.contains(draft.apps[index].key)
      }
    if others > 0 {
      section.comments = [
        others == 1
          ? "One more app has just what 'defaults' gives it."
          : "\(others) more apps have just what 'defaults' gives them."
      ]
    }
    return Entry("apps", section)
  }

  /// A webhook that differs from its template.
  private func override(_ member: ImportedTemplate.Member, of template: ImportedTemplate) -> Entry {
    var fields = [Entry("template", .text(template.key))]
    if let url = member.url { fields.append(Entry("url", .text(url))) }
    if let events = member.events {
      fields.append(Entry("events", list(draft.notation.items(events, changing: template.events))))
    }
    if let enabled = member.enabled { fields.append(Entry("enabled", .boolean(enabled))) }
    if member.isRenamed { fields.append(Entry("formerly", list([member.webhook.live.name]))) }
    return Entry(member.name, .mapping(fields, inline: true))
  }

  private func app(_ index: Int, uses: [String], _ webhooks: [Entry]) -> YAMLValue {
    var fields: [Entry] = []
    if draft.rules.optedOut.contains(index) { fields.append(Entry("defaults", .boolean(false))) }
    if !uses.isEmpty { fields.append(Entry("use", list(uses))) }
    // An override fits on a line.
    let isBrief = webhooks.count < 2 && webhooks.allSatisfy(\.value.isInline)
    if !webhooks.isEmpty { fields.append(Entry("webhooks", .mapping(webhooks, inline: isBrief))) }
    let guards = Self.guards(
      for: draft.selections[index], prune: draft.prune(of: index), shared: draft.sharedRules)
    let app = draft.apps[index]
    var value = YAMLValue.mapping(fields + guards, inline: isBrief && guards.isEmpty)
    value.remark = Self.remark(on: app.facts, key: app.key)
    return value
  }

  /// What protects webhooks that a file can't describe.
  ///
  /// - Parameters:
  ///   - prune: what would otherwise be deleted of the app.
  ///   - shared: the rules that are in `policy`.
  static func guards(
    for selection: ImportSelection, prune: Prune, shared: SharedRules? = nil
  ) -> [YAMLValue.Entry] {
    var fields: [Entry] = []
    if selection.needsPruneOff {
      var prune = YAMLValue.boolean(false)
      prune.comments = [
        "A webhook of this app has neither a name nor a URL that a rule could match: 'apply' would delete it."
      ]
      fields.append(Entry("prune", prune))
    }
    let rules = selection.rules.filter { shared?.contains($0) != true }.map { rule in
      var value = rule.value
      value.comments = rule.webhooks.map {
        "Left alone, because a file can't describe it: \($0.reason.summary)."
      }
      let count = rule.webhooks.count
      let them = count == 1 ? "it" : count == 2 ? "both" : "all \(count)"
      switch selection.needsPruneOff ? .never : prune {
      case .always: value.comments.append("Without this rule, 'apply' would delete \(them).")
      case .managed:
        value.comments.append("Without this rule, \(them) would stay, too: 'prune' is 'managed' here.")
      case .never: value.comments.append("Without this rule, \(them) would stay, too: 'prune' is off here.")
      }
      return value
    }
    if !rules.isEmpty { fields.append(Entry("ignore", .list(rules))) }
    return fields
  }

  static func remark(on app: AppFacts, key: String) -> String? {
    let shown = [app.name, app.bundleId].compactMap { $0 }.filter { $0 != key && !$0.isEmpty }
    return shown.isEmpty ? nil : short(shown.joined(separator: ", "))
  }
}

extension YAMLValue {
  /// Whether nothing in it, two levels down, needs more than a line.
  fileprivate var isBrief: Bool {
    guard !isInline, case .mapping(let entries) = content else { return true }
    return entries.allSatisfy { entry in
      guard !entry.value.isInline, case .mapping(let webhooks) = entry.value.content else {
        return entry.key != "ignore"
      }
      return webhooks.allSatisfy(\.value.isInline)
    }
  }
}
