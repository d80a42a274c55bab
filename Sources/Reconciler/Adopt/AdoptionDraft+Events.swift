import AppStoreConnect
import DesiredState
import YAML

extension AdoptionDraft {
  /// The event types that a file can name of those that are live.
  func nameable(_ events: [EventType], in file: Int) -> [EventType] {
    files[file].allowsUnknownEvents ? events : events.filter(\.isKnown)
  }

  /// What stands for event types in a list: the name of a group, if it stands for just these; what they differ by
  /// from those of a template, if that is less; else each.
  func eventList(_ events: [EventType], in file: Int, of template: String? = nil) -> YAMLValue {
    let events = nameable(events, in: file)
    if let group = adopter.state.eventGroups.filter({ $0.value == events && events.count > 1 }).keys.min() {
      return .list([.text(group)], inline: true)
    }
    let signs = template.flatMap { signedItems(events, of: $0) }
    let items = signs.flatMap { $0.count < events.count ? $0 : nil } ?? events.map(\.rawValue)
    return .list(items.map(YAMLValue.text), inline: true)
  }

  /// Items that make a template's event types others.
  private func signedItems(_ events: [EventType], of template: String) -> [String]? {
    guard let known = adopter.state.templates[template]?.events else { return nil }
    return events.filter { !known.contains($0) }.map { "+\($0.rawValue)" }
      + known.filter { !events.contains($0) }.map { "-\($0.rawValue)" }
  }

  /// Has a list of event types say what is live: items that still hold stay.
  mutating func setEvents(_ events: [EventType], in file: Int, list: Int, template: String?) -> Bool {
    let document = files[file].document
    if document[list].target != nil {
      return files[file].editor.replace(list, with: eventList(events, in: file, of: template))
    }
    guard document[list].isSequence, !document.holdsAnchor(list), !document.isShared(list) else {
      return false
    }
    let wanted = nameable(events, in: file)
    let items = document[list].children.map { ($0, text: document[document.resolved($0)].text) }
    let isSigned = items.contains { $0.text.hasPrefix("+") || $0.text.hasPrefix("-") }
    if isSigned, let signed = template.flatMap({ signedItems(wanted, of: $0) }) {
      guard !signed.isEmpty else { return document[list].key.map { files[file].editor.remove($0) } ?? false }
      return setItems(
        of: list, in: file, items.map { ($0.0, signed.contains($0.text) ? [$0.text] : nil) }, signed)
    }
    let kept = items.map { item, text -> (Int, [String]?) in
      let meant = isSigned ? [] : self.events(named: text)
      return (item, !isSigned && meant.allSatisfy(wanted.contains) ? meant.map(\.rawValue) : nil)
    }
    return setItems(of: list, in: file, kept, wanted.map(\.rawValue))
  }

  /// Takes out the items that stand for nothing, and adds what none stands for.
  private mutating func setItems(
    of list: Int, in file: Int, _ items: [(item: Int, stands: [String]?)], _ wanted: [String]
  ) -> Bool {
    for (item, stands) in items where stands == nil {
      guard files[file].editor.remove(item) else { return false }
    }
    let covered = Set(items.flatMap { $0.stands ?? [] })
    return wanted.filter { !covered.contains($0) }.allSatisfy {
      files[file].editor.append(.text($0), to: list)
    }
  }

  /// The event types that an item of a list stands for.
  private func events(named name: String) -> [EventType] {
    let event = EventType(rawValue: name)
    if event.isKnown { return [event] }
    if let group = adopter.state.eventGroups[name] { return group }
    return name.contains("*") ? EventType.known.filter { Glob(name).matches($0.rawValue) } : [event]
  }
}
