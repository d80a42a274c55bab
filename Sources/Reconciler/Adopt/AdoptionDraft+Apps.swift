import AppStoreConnect
import DesiredState
import Planning
import YAML

extension AdoptionDraft {
  /// The changes to an app's entry, gathered from all its differences.
  struct Entry {
    let file: Int
    /// What the file calls the app.
    let name: String
    /// Its key and value; `nil` if only rules bring it in.
    let place: (key: Int, value: Int)?
    var usesGone: Set<Int> = []
    var webhooksGone: Set<Int> = []
    var uses: [String] = []
    var webhooks: [YAMLValue.Entry] = []
    /// By name, the ID of the webhook that gets it; empty if the files give the name already.
    var names: [String: String] = [:]
    /// How many more webhooks the app may get.
    var room = 0
  }

  mutating func adopt(_ app: AppUnderAdoption) {
    open[app.drift.title, default: []].formUnion(app.passed.flatMap(\.marks))
    if app.drift.isGone {
      if adopter.scope.webhooks.isEmpty { remove(app) }
      return
    }
    if app.reading.hasLeft { return takeBack(app) }
    guard app.drift.isComparable, !app.chosen.isEmpty || !app.withheld.isEmpty else { return }
    for difference in app.withheld { leave(difference, of: app.drift, .noPlace) }
    guard var entry = entry(of: app) else {
      for difference in app.chosen { leave(difference, of: app.drift, .shared) }
      return
    }
    let targets = app.reading.desired.targets(for: app.reading.facts).webhooks
    entry.room = APILimits.webhooksPerApp - targets.count
    for target in targets { entry.names[target.name] = "" }
    for difference in app.chosen where difference.fields.contains(where: { $0.field == .name }) {
      if let live = app.live(difference), entry.names[live.name] == nil { entry.names[live.name] = live.id }
    }
    for difference in app.chosen {
      switch difference.kind {
      case .missing: adoptMissing(difference, of: app, &entry)
      case .changed: adoptChanged(difference, of: app, &entry)
      case .additional: break
      }
    }
    for difference in app.chosen where difference.kind == .additional {
      adoptAdditional(difference, of: app, &entry)
    }
    if !write(entry) { failed.insert(app.drift.title) }
  }

  private func entry(of app: AppUnderAdoption) -> Entry? {
    let name = app.reading.desired.key.text
    guard app.reading.desired.isListed else {
      return bestFile(for: name).map { Entry(file: $0, name: name, place: nil) }
    }
    guard let file = index(of: app.reading.desired.location.file), let pair = files[file].app(name) else {
      return nil
    }
    let document = files[file].document
    guard document[pair.value].isMapping, !document.isShared(pair.value) else { return nil }
    return Entry(file: file, name: name, place: pair)
  }

  private mutating func adoptMissing(
    _ difference: WebhookDrift, of app: AppUnderAdoption, _ entry: inout Entry
  ) {
    if isGivenByRule(difference.name, app.reading) { return leave(difference, of: app.drift, .missingOfRule) }
    guard adopter.scope.acceptsMissing else { return leave(difference, of: app.drift, .notAccepted) }
    let site = app.desired(difference).flatMap {
      SiteTable.site(of: $0, app: app.reading.desired.key.text, in: files)
    }
    switch site?.kind {
    case .own(let key, let value) where !files[entry.file].document.holdsAnchor(value):
      entry.webhooksGone.insert(key)
    case .used(let item): entry.usesGone.insert(item)
    case .rule: return leave(difference, of: app.drift, .missingOfRule)
    case .own, .shared, nil: return leave(difference, of: app.drift, .shared)
    }
    entry.room += 1
    note(difference, of: app.drift)
  }

  /// Whether a rule gives the app a webhook of that name, listed there or not.
  mutating func isGivenByRule(_ name: String, _ app: AppReading) -> Bool {
    guard app.desired.takesDefaults, let byRule = rules.app(app.facts) else { return false }
    return byRule.targets(for: app.facts).webhooks.contains { $0.name == name }
  }

  private mutating func adoptAdditional(
    _ difference: WebhookDrift, of app: AppUnderAdoption, _ entry: inout Entry
  ) {
    guard let live = app.live(difference) else { return }
    if live.hidesURL { return leave(difference, of: app.drift, hidden) }
    if let reason = reason(against: live, in: entry.file) {
      return leave(difference, of: app.drift, reason)
    }
    guard entry.names[live.name] == nil else {
      return leave(difference, of: app.drift, app.sameName(as: live))
    }
    guard entry.room > 0 else { return leave(difference, of: app.drift, .full) }
    if let other = formerName(live.name, of: app, entry) {
      return leave(difference, of: app.drift, .formerName(of: other))
    }
    entry.names[live.name] = live.id
    entry.room -= 1
    switch described(live, in: app.reading.facts, file: entry.file) {
    case .use(let template): entry.uses.append(template)
    case .own(let webhook): entry.webhooks.append(webhook)
    }
    note(difference, of: app.drift)
  }

  private mutating func write(_ entry: Entry) -> Bool {
    let document = files[entry.file].document
    guard let mapping = entry.place?.value else { return writeNew(entry) }
    let use = document.pair("use", in: mapping)
    let webhooks = document.pair("webhooks", in: mapping)
    // A key of that name would hide what a merge brings in.
    let hasMerge = document.pair("<<", in: mapping) != nil
    if hasMerge, use == nil && !entry.uses.isEmpty || webhooks == nil && !entry.webhooks.isEmpty {
      return false
    }
    let uses = YAMLValue.list(entry.uses.map(YAMLValue.text), inline: true)
    guard change(use, gone: entry.usesGone, in: entry.file, isEmpty: entry.uses.isEmpty) else { return false }
    if !entry.uses.isEmpty {
      if let use {
        for name in entry.uses where !files[entry.file].editor.append(.text(name), to: use.value) {
          return false
        }
      } else if !files[entry.file].editor.insert(.init("use", uses), into: mapping, at: 0) {
        return false
      }
    }
    guard change(webhooks, gone: entry.webhooksGone, in: entry.file, isEmpty: entry.webhooks.isEmpty) else {
      return false
    }
    if entry.webhooks.isEmpty { return true }
    if let webhooks {
      guard !document.isShared(webhooks.value) else { return false }
      return entry.webhooks.allSatisfy { files[entry.file].editor.insert($0, into: webhooks.value) }
    }
    let keys = document.pairs(of: mapping)
    let place = keys.firstIndex { $0.key == use?.key }.map { $0 + 1 }
    return files[entry.file].editor.insert(
      .init("webhooks", .mapping(entry.webhooks)), into: mapping, at: place)
  }

  /// The entry of an app that only rules have brought in so far.
  private mutating func writeNew(_ entry: Entry) -> Bool {
    if entry.uses.isEmpty, entry.webhooks.isEmpty { return true }
    guard let list = files[entry.file].appList else { return false }
    var fields: [YAMLValue.Entry] = []
    if !entry.uses.isEmpty {
      fields.append(.init("use", .list(entry.uses.map(YAMLValue.text), inline: true)))
    }
    if !entry.webhooks.isEmpty { fields.append(.init("webhooks", .mapping(entry.webhooks))) }
    return files[entry.file].editor.insert(
      .init(entry.name, .mapping(fields)), into: list, at: files[entry.file].place(forApp: entry.name))
  }

  /// Removes items or keys from a collection, or all of it if nothing is left.
  private mutating func change(
    _ pair: (key: Int, value: Int)?, gone: Set<Int>, in file: Int, isEmpty: Bool
  ) -> Bool {
    guard let pair, !gone.isEmpty else { return gone.isEmpty }
    let written = files[file].document[pair.value]
    let count = written.isMapping ? written.children.count / 2 : written.children.count
    if isEmpty, gone.count == count { return files[file].editor.remove(pair.key) }
    return gone.sorted().allSatisfy { files[file].editor.remove($0) }
  }

  /// Removes an app that the key doesn't see any more.
  private mutating func remove(_ app: AppUnderAdoption) {
    var item = Adoption.Item(app: app.drift.title, kind: .goneApp, location: app.drift.location)
    let entry = isWithheld(app.drift.title) ? nil : entry(of: app)
    if adopter.scope.acceptsMissing, let entry, let place = entry.place,
      !files[entry.file].document.holdsAnchor(place.value), files[entry.file].editor.remove(place.key)
    {
      adoption.adopted.append(item)
    } else {
      item.reason = adopter.scope.acceptsMissing ? (entry == nil ? .noPlace : .shared) : .goneNotAccepted
      adoption.left.append(item)
    }
  }
}
