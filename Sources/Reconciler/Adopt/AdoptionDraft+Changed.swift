import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import YAML

extension AdoptionDraft {
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
      leave(difference, of: app.drift, hidden, fields: [.url])
      fields.removeAll { $0 == .url }
    }
    if fields.contains(.name), entry.names[live.name] != live.id {
      leave(difference, of: app.drift, app.sameName(as: live), fields: [.name])
      fields.removeAll { $0 == .name }
    }
    for field in fields {
      guard let reason = reason(against: live.only(field), in: site.file) else { continue }
      leave(difference, of: app.drift, reason, fields: [field])
      fields.removeAll { $0 == field }
    }
    if fields.isEmpty { return }
    // Changes of the template itself are done already.
    let ofTemplate = fields.filter { field in
      site.template.map {
        templateChanges.contains("\($0) \(field.rawValue)") && isInherited(field, desired, $0)
      }
        ?? false
    }
    var own = fields.filter { !ofTemplate.contains($0) }
    if !ofTemplate.isEmpty { note(difference, of: app.drift, fields: ofTemplate) }
    if own.isEmpty { return }
    // Under another name it would be a second webhook beside the rule's.
    if own.contains(.name), isGivenByRule(difference.name, app.reading) {
      return leave(difference, of: app.drift, .rule, fields: own)
    }
    let isUsed = if case .used = site.kind { true } else { false }
    if own.contains(.name),
      let other = formerName(live.name, of: app, entry, except: isUsed ? difference.location : nil)
    {
      leave(difference, of: app.drift, .formerName(of: other), fields: [.name])
      own.removeAll { $0 == .name }
      if own.isEmpty { return }
    }
    let name = own.contains(.name) || ofTemplate.contains(.name) ? live.name : difference.name
    let url = self.url(of: live, instead: desired, in: app.reading.facts)
    switch site.kind {
    case .own(let key, let value):
      let done = own.filter { set($0, to: live, url: url, site, key, value) }
      if !done.isEmpty { note(difference, of: app.drift, fields: done) }
      let left = own.filter { !done.contains($0) }
      if !left.isEmpty { leave(difference, of: app.drift, .shared, fields: left) }
    case .used(let item):
      guard let template = site.template else {
        return leave(difference, of: app.drift, .shared, fields: own)
      }
      entry.usesGone.insert(item)
      entry.webhooks.append(override(of: template, own, live, url: url, name: name, file: entry.file))
      note(difference, of: app.drift, fields: own)
    case .rule:
      guard let template = site.template else {
        return leave(difference, of: app.drift, .rule, fields: own)
      }
      entry.webhooks.append(override(of: template, own, live, url: url, name: name, file: entry.file))
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
    of template: String, _ fields: [Adoption.Field], _ live: LiveWebhook, url: String, name: String,
    file: Int
  ) -> YAMLValue.Entry {
    var keys = [YAMLValue.Entry("template", .text(template))]
    if fields.contains(.url) { keys.append(.init("url", .text(url))) }
    if fields.contains(.events) {
      keys.append(.init("events", eventList(live.events, in: file, of: template)))
    }
    if fields.contains(.enabled) { keys.append(.init("enabled", .boolean(live.enabled))) }
    return .init(name, .mapping(keys))
  }

  /// Changes one field of a webhook that the app lists itself.
  private mutating func set(
    _ field: Adoption.Field, to live: LiveWebhook, url: String, _ site: WebhookSite, _ key: Int,
    _ mapping: Int
  ) -> Bool {
    let file = site.file
    let document = files[file].document
    let written = document.pair(field.rawValue, in: mapping)?.value
    switch field {
    case .name:
      return files[file].editor.replace(key, with: .text(live.name))
    case .enabled: return files[file].set("enabled", to: .boolean(live.enabled), in: mapping)
    case .events:
      guard let written else {
        let list = eventList(live.events, in: file, of: site.template)
        return files[file].set("events", to: list, in: mapping)
      }
      return setEvents(live.events, in: file, list: written, template: site.template)
    case .url:
      return files[file].set("url", to: .text(url), in: mapping)
    case .secret: return false
    }
  }

  /// The URL of a webhook, written like the one that the files have for it.
  private func url(of live: LiveWebhook, instead desired: DesiredWebhook, in facts: AppFacts) -> String {
    let range = desired.locations.url
    guard let file = index(of: range.file), let node = files[file].document.scalar(at: range.start) else {
      return live.url
    }
    let text = WrittenText(files[file].document[node].text) {
      value(of: $0, in: facts, webhook: live.name, inURL: true)
    }
    return text?.rewritten(to: live.url) ?? live.url
  }

  /// The webhook that lists a name under `formerly`; `nil` if none does, or if the file doesn't say so any more: a name
  /// that a webhook has again isn't a former one.
  ///
  /// - Parameter place: where a webhook is that will be removed.
  mutating func formerName(
    _ name: String, of app: AppUnderAdoption, _ entry: Entry, except place: SourceRange? = nil
  ) -> String? {
    let facts = app.reading.facts
    for target in app.reading.desired.targets(for: facts).webhooks
    where target.formerly.contains(name) && target.locations?.webhook != place {
      let webhook = app.reading.desired.webhooks.first { $0.locations.webhook == target.locations?.webhook }
      let former = webhook?.formerly.first { $0.name.filled { facts.value($0, webhook: nil) } == name }
      if former.map({ dropFormerName($0, entry) }) != true { return target.name }
    }
    return nil
  }

  private mutating func dropFormerName(_ former: FormerName, _ entry: Entry) -> Bool {
    guard let place = entry.place, files[entry.file].source === former.location.file else { return false }
    let document = files[entry.file].document
    guard let item = document.scalar(at: former.location.start), let list = document[item].parent,
      document.isInside(item, place.value), !document.isShared(item)
    else { return false }
    let isAlone = document[list].children.count == 1
    return files[entry.file].editor.remove(isAlone ? document[list].key ?? item : item)
  }
}

extension LiveWebhook {
  /// The webhook as if nothing but this field could be hard for a file to say.
  fileprivate func only(_ field: Adoption.Field) -> Self {
    Self(
      id: id, name: field == .name ? name : "-", url: field == .url ? url : "https://example.com",
      events: field == .events ? events : Array(EventType.known.prefix(1)), enabled: enabled)
  }
}
