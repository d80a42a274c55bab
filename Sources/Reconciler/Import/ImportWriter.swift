import AppStoreConnect
import DesiredState
import Planning
import YAML

/// Writes an import down as one file or several.
struct ImportWriter {
  let draft: ImportDraft
  /// For each template, the place of the only file that uses it, or of the first.
  private let templateFiles: [Int]
  /// For each event group, the place of its file.
  private let groupFiles: [Int]

  typealias Entry = YAMLValue.Entry

  /// Comments are wrapped there.
  private static let width = 100

  init(_ draft: ImportDraft) {
    self.draft = draft
    func only(_ places: Set<Int>) -> Int { places.count == 1 ? places.first ?? 0 : 0 }
    let templateFiles = draft.templates.indices.map { place in
      draft.rules.covered[place].isEmpty
        ? only(Set(draft.templates[place].members.map { draft.files.places[$0.webhook.app] })) : 0
    }
    var uses: [[EventType]: Set<Int>] = [:]
    for (template, file) in zip(draft.templates, templateFiles) {
      uses[template.events, default: []].insert(file)
      for member in template.members {
        if let events = member.events {
          uses[events, default: []].insert(draft.files.places[member.webhook.app])
        }
      }
    }
    for webhook in draft.rest {
      uses[webhook.live.events, default: []].insert(draft.files.places[webhook.app])
    }
    self.templateFiles = templateFiles
    groupFiles = draft.notation.groups.map { only(uses[$0.events] ?? []) }
  }

  func files() -> [ImportedState.File] {
    let apps = appEntries()
    return draft.files.names.indices.compactMap { file in
      guard file == 0 || draft.files.places.contains(file) else { return nil }
      let others = draft.files.names.indices.contains { $0 != file && !apps[$0].isEmpty }
      return ImportedState.File(
        name: draft.files.names[file] + ".yaml",
        yaml: text(of: file, apps[file], needsApps: !apps[file].isEmpty || !others))
    }
  }

  private func text(of file: Int, _ apps: [Entry], needsApps: Bool) -> String {
    var entries = [Entry("version", .integer(1))]
    if hasUnknownEvents(file) {
      var flag = YAMLValue.boolean(true)
      flag.remark = "some event types are unknown to this version of Storehooks"
      entries.append(Entry("allowUnknownEvents", flag))
    }
    if file == 0, let issuer = draft.issuer {
      entries.append(Entry("account", .mapping([Entry("issuerId", .text(issuer))], inline: true)))
    }
    let groups = zip(draft.notation.groups, groupFiles).filter { $0.1 == file }.map { group, _ in
      Entry(group.name, list(EventNotation.items(group.events)))
    }
    if !groups.isEmpty { entries.append(section("eventGroups", groups)) }
    let templates = draft.templates.indices.filter { templateFiles[$0] == file }.map { place in
      Entry(
        draft.templates[place].key, template(draft.templates[place], variable: draft.secrets.names[place]))
    }
    if !templates.isEmpty {
      entries.append(
        section(
          "templates", templates,
          comments: ["Webhooks that several apps share. The key is the webhook's name."],
          isSpaced: true))
    }
    if file == 0, !draft.rules.rules.isEmpty { entries.append(rules()) }
    if file == 0, !draft.sharedRules.rules.isEmpty {
      entries.append(section("policy", [Entry("ignore", draft.sharedRules.list(prune: draft.prune(of:)))]))
    }
    if needsApps { entries.append(appSection(apps, isShared: file == 0)) }
    return YAMLWriter(width: Self.width).document(entries, comments: file == 0 ? header() : otherHeader())
  }

  private func section(_ key: String, _ entries: [Entry], comments: [String] = [], isSpaced: Bool = false)
    -> Entry
  {
    var entries = entries
    if isSpaced { for index in entries.indices.dropFirst() { entries[index].value.isSetApart = true } }
    var section = YAMLValue.mapping(entries)
    section.isSetApart = true
    section.comments = comments
    return Entry(key, section)
  }

  // MARK: Templates and rules

  private func template(_ template: ImportedTemplate, variable: String) -> YAMLValue {
    var fields = template.key == template.name ? [] : [Entry("name", .text(template.name))]
    fields += self.fields(url: template.url, template.events, variable: variable)
    if !template.enabled { fields.append(Entry("enabled", .boolean(false))) }
    if !template.formerly.isEmpty {
      fields.append(Entry("formerly", list(template.formerly.map(ImportedWebhook.escaped))))
    }
    var value = YAMLValue.mapping(fields)
    value.comments = template.proposal
    return value
  }

  func fields(url: String?, _ events: [EventType], variable: String) -> [Entry] {
    var fields: [Entry] = []
    if let url {
      var value = YAMLValue.text(url)
      if url.contains("{appName}") { value.remark = "changes if the app gets another name" }
      fields.append(Entry("url", value))
    }
    fields.append(Entry("events", list(draft.notation.items(events))))
    fields.append(Entry("secret", .mapping([Entry("env", .text(variable))], inline: true)))
    return fields
  }

  func list(_ items: [String]) -> YAMLValue { .list(items.map(YAMLValue.text), inline: true) }

  private func rules() -> Entry {
    var section = YAMLValue.list(
      draft.rules.rules.map { rule in
        var fields = [Entry("apps", list(rule.apps))]
        if !rule.except.isEmpty { fields.append(Entry("except", list(rule.except))) }
        fields.append(Entry("use", list(rule.templates.map { draft.templates[$0].key })))
        return .mapping(fields)
      })
    section.isSetApart = true
    section.comments = [
      "Webhooks of every app that a pattern matches, new apps too. What else such an app has is left alone,",
      "unless the rule says 'prune: true'.",
    ]
    return Entry("defaults", section)
  }

  private func hasUnknownEvents(_ file: Int) -> Bool {
    func hasUnknown(_ events: [EventType]?) -> Bool { events?.allSatisfy(\.isKnown) == false }
    for (template, place) in zip(draft.templates, templateFiles) {
      if place == file, hasUnknown(template.events) { return true }
      for member in template.members
      where draft.files.places[member.webhook.app] == file && member.events != nil {
        if hasUnknown(member.events) || hasUnknown(template.events) { return true }
      }
    }
    return draft.rest.contains { draft.files.places[$0.app] == file && hasUnknown($0.live.events) }
      || zip(draft.notation.groups, groupFiles).contains { $1 == file && hasUnknown($0.events) }
  }

  // MARK: Comments

  private func header() -> [String] {
    var lines = ["Made by 'storehooks import' from the live webhooks."]
    guard !draft.secrets.variables.isEmpty else { return lines }
    lines += [
      "",
      "App Store Connect never shows a secret: put the secrets into these environment variables. Only",
      "'apply' needs them, to create a webhook or to set its secret. If webhooks of one variable have",
      "different secrets today, they keep them until 'apply --write-secrets' sets that one for all:",
    ]
    let names = draft.secrets.variables.map(\.name)
    let margin = min(44, (names.map(\.count).max() ?? 0) + 4)
    for variable in draft.secrets.variables {
      var line = "  " + variable.name
      line += String(repeating: " ", count: max(2, margin - line.count))
      for (index, use) in variable.webhooks.enumerated() {
        let isLast = index == variable.webhooks.count - 1
        let apps = use.apps == 1 && variable.apps.count == 1 ? variable.apps[0] : "\(use.apps)×"
        let text = "\(Self.short(use.name)) (\(Self.short(apps)))" + (isLast ? "" : ",")
        if line.count + text.count > Self.width - 4, line.last == " " || index > 0, line.count > margin {
          lines.append(line.trimmed)
          line = String(repeating: " ", count: margin)
        }
        line += text + " "
      }
      lines.append(line.trimmed)
    }
    return lines
  }

  private func otherHeader() -> [String] {
    [
      "Made by 'storehooks import'. What files share, and the secrets' variables, are in \(draft.files.names[0]).yaml."
    ]
  }

  static func short(_ text: String) -> String { text.count > 80 ? text.prefix(79) + "…" : text }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
