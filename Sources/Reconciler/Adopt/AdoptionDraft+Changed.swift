import AppStoreConnect
import DesiredState
import Planning
import YAML

extension AdoptionDraft {
  /// A webhook that is live and different.
  mutating func adoptChanged(_ difference: WebhookDrift, of app: AppUnderAdoption, _ entry: inout Entry) {
    guard let live = app.live(difference), let desired = app.desired(difference),
      let site = SiteTable.site(of: desired, app: app.reading.desired.key.text, in: files)
    else { return leave(difference, of: app.drift, .shared) }
    var fields = difference.fields.map(\.field)
    if fields.contains(.secret) {
      leave(difference, of: app.drift, .secret(desired.secret), fields: [.secret])
      fields.removeAll { $0 == .secret }
    }
    if fields.contains(.url), live.hidesURL || desired.url.isSensitive {
      leave(difference, of: app.drift, .confidential, fields: [.url])
      fields.removeAll { $0 == .url }
    }
    if fields.isEmpty { return }
    if let reason = reason(against: live, in: site.file) {
      return leave(difference, of: app.drift, reason, fields: fields)
    }
    // What changed in the template is done.
    let ofTemplate = fields.filter { field in
      site.template.map {
        templateChanges.contains("\($0) \(field.rawValue)") && isInherited(field, desired, $0)
      }
        ?? false
    }
    let own = fields.filter { !ofTemplate.contains($0) }
    if !ofTemplate.isEmpty { note(difference, of: app.drift, fields: ofTemplate) }
    if own.isEmpty { return }
    // Under another name it would stand beside the rule's.
    if own.contains(.name), isGivenByRule(difference.name, app.reading) {
      return leave(difference, of: app.drift, .rule, fields: own)
    }
    switch site.kind {
    case .own(let key, let value):
      let done = own.filter { set($0, to: live, app.reading.facts, site, key, value) }
      if !done.isEmpty { note(difference, of: app.drift, fields: done) }
      let left = own.filter { !done.contains($0) }
      if !left.isEmpty { leave(difference, of: app.drift, .shared, fields: left) }
    case .used(let item):
      guard let template = site.template else {
        return leave(difference, of: app.drift, .shared, fields: own)
      }
      entry.usesGone.insert(item)
      entry.webhooks.append(override(of: template, own, live, name: difference.name, file: entry.file))
      note(difference, of: app.drift, fields: own)
    case .rule:
      guard let template = site.template else {
        return leave(difference, of: app.drift, .rule, fields: own)
      }
      entry.webhooks.append(override(of: template, own, live, name: difference.name, file: entry.file))
      note(difference, of: app.drift, fields: own)
    case .shared: leave(difference, of: app.drift, .shared, fields: own)
    }
  }

  private func isInherited(_ field: Adoption.Field, _ webhook: DesiredWebhook, _ template: String) -> Bool {
    guard let shared = adopter.state.templates[template],
      let user = sites.users[template]?.first(where: {
        $0.webhook.locations.webhook == webhook.locations.webhook
      })
    else { return false }
    return user.inherits(field, from: shared)
  }

  /// A webhook of a template with some keys replaced.
  func override(
    of template: String, _ fields: [Adoption.Field], _ live: LiveWebhook, name: String, file: Int
  ) -> YAMLValue.Entry {
    var keys = [YAMLValue.Entry("template", .text(template))]
    if fields.contains(.url) { keys.append(.init("url", .text(live.url))) }
    if fields.contains(.events) {
      keys.append(.init("events", eventList(live.events, in: file, of: template)))
    }
    if fields.contains(.enabled) { keys.append(.init("enabled", .boolean(live.enabled))) }
    return .init(fields.contains(.name) ? live.name : name, .mapping(keys))
  }

  /// Changes one field of a webhook that the app has for itself.
  private mutating func set(
    _ field: Adoption.Field, to live: LiveWebhook, _ facts: AppFacts, _ site: WebhookSite, _ key: Int,
    _ mapping: Int
  ) -> Bool {
    let file = site.file
    let document = files[file].document
    let written = document.pair(field.rawValue, in: mapping)?.value
    switch field {
    case .name:
      return files[file].editor.replace(key, with: .text(live.name))
        && dropFormerName(live.name, mapping, in: file)
    case .enabled: return files[file].set("enabled", to: .boolean(live.enabled), in: mapping)
    case .events:
      guard let written else {
        let list = eventList(live.events, in: file, of: site.template)
        return files[file].set("events", to: list, in: mapping)
      }
      return setEvents(live.events, in: file, list: written, template: site.template)
    case .url:
      let text = written.flatMap { written in
        WrittenText(document[document.resolved(written)].text) {
          value(of: $0, in: facts, webhook: live.name, inURL: true)
        }
      }
      return files[file].set("url", to: .text(text?.rewritten(to: live.url) ?? live.url), in: mapping)
    case .secret: return false
    }
  }

  /// The name that a webhook has again is none that it had before.
  private mutating func dropFormerName(_ name: String, _ mapping: Int, in file: Int) -> Bool {
    let document = files[file].document
    guard let formerly = document.pair("formerly", in: mapping) else { return true }
    let names = document[formerly.value].children.filter { document[$0].text == name }
    if names.isEmpty { return true }
    if document.holdsAnchor(formerly.value) { return false }
    let isAll = names.count == document[formerly.value].children.count
    return (isAll ? [formerly.key] : names).allSatisfy { files[file].editor.remove($0) }
  }
}
