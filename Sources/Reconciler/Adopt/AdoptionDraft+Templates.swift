import AppStoreConnect
import Cryptography
import DesiredState
import Planning
import Platform
import YAML

/// A template itself changes only if everyone who uses the field was read and has the same new value.
extension AdoptionDraft {
  private struct Change {
    var app: AppUnderAdoption
    var difference: WebhookDrift
    var live: LiveWebhook
  }

  /// What a placeholder or variable stands for in an app.
  func value(of name: String, in facts: AppFacts, webhook: String, inURL: Bool) -> String? {
    guard let placeholder = PlaceholderText.Placeholder(rawValue: name) else {
      return adopter.state.variables[name].flatMap { $0.isSensitive ? nil : $0.value?.exposedText }
    }
    let value = facts.value(placeholder, webhook: webhook)
    return inURL ? value.map(PercentEncoding.encode) : value
  }

  mutating func changeTemplates(_ apps: [AppUnderAdoption]) {
    var changes: [String: [Change]] = [:]
    for app in apps {
      for difference in app.chosen where difference.kind == .changed {
        guard let live = app.live(difference) else { continue }
        changes[app.reading.desired.key.text, default: []].append(
          Change(app: app, difference: difference, live: live))
      }
    }
    if changes.isEmpty { return }
    for (key, template) in adopter.state.templates.sorted(by: { $0.key < $1.key }) {
      guard let file = index(of: template.locations.webhook.file), let mapping = files[file].template(key),
        let users = sites.users[key], adopter.isWhole || !adopter.state.usesInRule(template)
      else { continue }
      for field in [Adoption.Field.name, .url, .events, .enabled] {
        if field == .events, users.contains(where: \.site.signsEvents) { continue }
        let inheriting = users.filter { $0.inherits(field, from: template) }
        let found = inheriting.compactMap { user in
          changes[user.app]?.first {
            $0.difference.location == user.webhook.locations.webhook
              && $0.difference.fields.contains { $0.field == field }
          }
        }
        guard !found.isEmpty, found.count == inheriting.count, !othersHave(template),
          change(field, of: mapping, in: file, template, to: found)
        else { continue }
        templateChanges.insert("\(key) \(field.rawValue)")
      }
    }
  }

  /// Whether an app that no file lists yet has a template's webhook as it is.
  private func othersHave(_ template: DesiredWebhook) -> Bool {
    adopter.others.contains { app in
      let desired = DesiredApp(
        key: .bundleId(app.title), location: template.locations.webhook, webhooks: [template])
      guard let target = desired.targets(for: app.facts).webhooks.first else { return false }
      return ((try? app.webhooks.get()) ?? []).contains { live in
        live.name == target.name && live.comparableURL == target.url.normalized
          && live.events == target.events
          && live.enabled == target.enabled
      }
    }
  }

  private mutating func change(
    _ field: Adoption.Field, of mapping: Int, in file: Int, _ template: DesiredWebhook, to changes: [Change]
  ) -> Bool {
    let first = changes[0].live
    let document = files[file].document
    let written = document.pair(field.rawValue, in: mapping)?.value
    if let written, document[written].target != nil || document.holdsAnchor(written) { return false }
    switch field {
    case .enabled:
      guard changes.allSatisfy({ $0.live.enabled == first.enabled }) else { return false }
      return files[file].set("enabled", to: .boolean(first.enabled), in: mapping)
    case .events:
      guard changes.allSatisfy({ $0.live.events == first.events }), let written else { return false }
      return setEvents(first.events, in: file, list: written, template: nil)
    case .url, .name:
      let isURL = field == .url
      // The live name may be one of the former ones.
      if !isURL, !template.formerly.isEmpty { return false }
      if isURL, template.url.isSensitive || changes.contains(where: \.live.hidesURL) { return false }
      let source = written.map { document[$0].text } ?? document.keyText(of: mapping)
      func text(_ change: Change) -> WrittenText? {
        WrittenText(source) {
          value(of: $0, in: change.app.reading.facts, webhook: change.live.name, inURL: isURL)
        }
      }
      let finder = PlaceholderFinder(changes[0].app.reading.facts)
      let found = (isURL ? finder.candidates(url: first) : finder.candidates(name: first.name)).map(\.text)
      // As it is written, if that says what all have; else as an import would.
      let texts = (text(changes[0]).map { [$0.rewritten(to: isURL ? first.url : first.name)] } ?? []) + found
      let new = texts.first { new in
        changes.allSatisfy { change in
          let facts = change.app.reading.facts
          let meant = WrittenText(new) { value(of: $0, in: facts, webhook: change.live.name, inURL: isURL) }?
            .meaning
          guard let meant else { return false }
          return isURL ? WebhookURL.comparable(meant) == change.live.comparableURL : meant == change.live.name
        }
      }
      guard let new else { return false }
      return files[file].set(field.rawValue, to: .text(new), in: mapping, at: isURL ? nil : 0)
    case .secret: return false
    }
  }
}

extension SiteTable.User {
  /// Whether a field of the webhook comes from the template.
  func inherits(_ field: Adoption.Field, from template: DesiredWebhook) -> Bool {
    let (own, shared) = (webhook.locations, template.locations)
    return switch field {
    case .url: own.url == shared.url
    case .events: own.events == shared.events
    case .enabled: own.enabled == shared.enabled
    case .secret: own.secret == shared.secret
    case .name: if case .own = site.kind { false } else { true }
    }
  }
}

extension EditedFile {
  /// Sets a key of a mapping, and adds it if it is missing.
  mutating func set(_ key: String, to value: YAMLValue, in mapping: Int, at place: Int? = nil) -> Bool {
    guard let pair = document.pair(key, in: mapping) else {
      return editor.insert(.init(key, value), into: mapping, at: place)
    }
    return !document.holdsAnchor(pair.value) && editor.replace(pair.value, with: value)
  }
}

extension WrittenDocument {
  /// The key that a mapping is the value of.
  func keyText(of value: Int) -> String { self[value].key.map { self[$0].text } ?? "" }
}

extension DesiredState {
  /// Whether a rule uses a template.
  func usesInRule(_ template: DesiredWebhook) -> Bool {
    defaults.rules.contains { $0.webhooks.contains { $0.locations.name == template.locations.name } }
  }
}
