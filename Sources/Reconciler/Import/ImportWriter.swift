import AppStoreConnect
import DesiredState
import Planning
import YAML

struct ImportWriter {
  let apps: [ReadApp]
  let selections: [ImportSelection]
  let templates: [ImportedTemplate]
  let rest: [ImportedWebhook]
  let names: [String]
  let variables: [ImportedState.Variable]

  private typealias Entry = YAMLValue.Entry

  func text() -> String {
    var entries = [Entry("version", .integer(1))]
    if hasUnknownEvents {
      var flag = YAMLValue.boolean(true)
      flag.remark = "some event types are unknown to this version of Storehooks"
      entries.append(Entry("allowUnknownEvents", flag))
    }
    if !templates.isEmpty {
      var section = YAMLValue.mapping(
        zip(templates, names).enumerated().map { index, pair in
          var value = template(pair.0, variable: pair.1)
          value.isSetApart = index > 0
          return Entry(pair.0.key, value)
        })
      section.isSetApart = true
      section.comments = ["Webhooks that several apps share. The key is the webhook's name."]
      entries.append(Entry("templates", section))
    }
    entries.append(Entry("apps", appSection()))
    return YAMLWriter().document(entries, comments: header())
  }

  private func template(_ template: ImportedTemplate, variable: String) -> YAMLValue {
    var fields = template.key == template.name ? [] : [Entry("name", .text(template.name))]
    fields += self.fields(url: template.url, template.events, variable: variable)
    if !template.enabled { fields.append(Entry("enabled", .boolean(false))) }
    return .mapping(fields)
  }

  private func fields(url: String, _ events: [EventType], variable: String) -> [Entry] {
    [
      Entry("url", .text(url)),
      Entry("events", .list(events.map { .text($0.rawValue) }, inline: true)),
      Entry("secret", .mapping([Entry("env", .text(variable))], inline: true)),
    ]
  }

  private func appSection() -> YAMLValue {
    var uses: [Int: [String]] = [:]
    var own: [Int: [Entry]] = [:]
    for template in templates {
      for webhook in template.webhooks {
        if webhook.live.enabled == template.enabled {
          uses[webhook.app, default: []].append(template.key)
        } else {
          let fields = [
            Entry("template", .text(template.key)), Entry("enabled", .boolean(webhook.live.enabled)),
          ]
          own[webhook.app, default: []].append(Entry(webhook.live.name, .mapping(fields)))
        }
      }
    }
    for (webhook, variable) in zip(rest, names.dropFirst(templates.count)) {
      var fields = self.fields(url: webhook.live.url, webhook.live.events, variable: variable)
      if !webhook.live.enabled { fields.append(Entry("enabled", .boolean(false))) }
      own[webhook.app, default: []].append(Entry(webhook.live.name, .mapping(fields)))
    }
    var section = YAMLValue.mapping(
      apps.indices.map { index in
        let webhooks = (own[index] ?? []).sorted { TextOrder($0.key) < TextOrder($1.key) }
        return Entry(
          apps[index].key,
          app(index, uses: (uses[index] ?? []).sorted { TextOrder($0) < TextOrder($1) }, webhooks))
      })
    if case .mapping(var entries) = section.content {
      // Apps with nothing to say stand together.
      for index in entries.indices.dropFirst() {
        entries[index].value.isSetApart = ![entries[index - 1], entries[index]].allSatisfy(\.value.isEmpty)
      }
      section.content = .mapping(entries)
    }
    section.isSetApart = true
    return section
  }

  private func app(_ index: Int, uses: [String], _ webhooks: [Entry]) -> YAMLValue {
    var fields: [Entry] = []
    if !uses.isEmpty { fields.append(Entry("use", .list(uses.map(YAMLValue.text), inline: true))) }
    if !webhooks.isEmpty { fields.append(Entry("webhooks", .mapping(webhooks))) }
    fields += Self.guards(for: selections[index])
    var app = YAMLValue.mapping(fields)
    app.remark = Self.remark(on: apps[index].facts, key: apps[index].key)
    return app
  }

  /// What keeps webhooks alone that a file can't describe.
  static func guards(for selection: ImportSelection) -> [YAMLValue.Entry] {
    var fields: [Entry] = []
    if selection.needsPruneOff {
      var prune = YAMLValue.boolean(false)
      prune.comments = ["A webhook of this app has neither a name nor a URL that a rule could match."]
      fields.append(Entry("prune", prune))
    }
    let rules = selection.skipped.compactMap { rule(for: $0.webhook, $0.reason) }
    if !rules.isEmpty { fields.append(Entry("ignore", .list(rules))) }
    return fields
  }

  static func remark(on app: AppFacts, key: String) -> String? {
    let shown = [app.name, app.bundleId].compactMap { $0 }.filter { $0 != key && !$0.isEmpty }
    return shown.isEmpty ? nil : Self.short(shown.joined(separator: ", "))
  }

  private static func rule(for webhook: LiveWebhook, _ reason: ImportedState.Reason) -> YAMLValue? {
    guard let rule = ImportSelection.rule(for: webhook) else { return nil }
    let fields = [rule.name.map { Entry("name", .text($0)) }, rule.url.map { Entry("url", .text($0)) }]
    var value = YAMLValue.mapping(fields.compactMap { $0 }, inline: true)
    value.comments = ["Left alone, because a file can't describe it: \(reason.summary)."]
    return value
  }

  private func header() -> [String] {
    var lines = ["Made by 'storehooks import' from the live webhooks."]
    guard !variables.isEmpty else { return lines }
    lines += [
      "",
      "App Store Connect never shows a secret. Put the secrets into these environment",
      "variables. Only 'apply' needs them, to create a webhook or to set its secret:",
    ]
    let width = variables.map(\.name.count).max() ?? 0
    lines += variables.map { variable in
      let padding = String(repeating: " ", count: width - variable.name.count)
      let count = variable.apps.count
      let apps = count == 1 ? variable.apps[0] : "\(count) apps"
      return "  \(variable.name)\(padding)  \(Self.short(variable.webhook)), \(Self.short(apps))"
    }
    return lines
  }

  private static func short(_ text: String) -> String { text.count > 80 ? text.prefix(79) + "…" : text }

  private var hasUnknownEvents: Bool {
    templates.contains { !$0.events.allSatisfy(\.isKnown) }
      || rest.contains { !$0.live.events.allSatisfy(\.isKnown) }
  }
}
