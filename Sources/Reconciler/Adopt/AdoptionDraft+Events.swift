import AppStoreConnect
import DesiredState
import YAML

extension AdoptionDraft {
  /// The live event types that a file may name.
  func nameable(_ events: [EventType], in file: Int) -> [EventType] {
    files[file].allowsUnknownEvents ? events : events.filter(\.isKnown)
  }

  /// What a list says for event types: the difference from a template's, if that is shorter than naming them.
  func eventList(_ events: [EventType], in file: Int, of template: String? = nil) -> YAMLValue {
    let events = nameable(events, in: file)
    let items = items(events)
    let signs = template.flatMap { signedItems(events, of: $0) }
    let least = signs.flatMap { $0.count < items.count ? $0 : nil } ?? items
    return .list(least.map(YAMLValue.text), inline: true)
  }

  /// Names for event types: groups and patterns of the files that match exactly, else each type itself.
  private func items(_ events: [EventType]) -> [String] {
    var left = Set(events)
    var items: [(name: String, place: Int)] = []
    for (name, meant) in eventNames where left.isSuperset(of: meant) {
      left.subtract(meant)
      items.append((name, events.firstIndex(where: meant.contains) ?? 0))
    }
    for (place, event) in events.enumerated() where left.contains(event) {
      items.append((event.rawValue, place))
    }
    return items.sorted { $0.place < $1.place }.map(\.name)
  }

  /// The files' names for several event types, those for the most first.
  static func eventNames(
    _ state: DesiredState, _ files: [EditedFile]
  ) -> [(name: String, events: Set<EventType>)] {
    let patterns = Set(files.flatMap(\.eventPatterns)).map { pattern in
      (name: pattern, events: Set(EventType.known.filter { Glob(pattern).matches($0.rawValue) }))
    }
    let groups = state.eventGroups.map { (name: $0.key, events: Set($0.value)) }
    return (groups + patterns).filter { $0.events.count > 1 }.sorted { left, right in
      (-left.events.count, left.name) < (-right.events.count, right.name)
    }
  }

  /// Items with signs that turn a template's event types into these.
  private func signedItems(_ events: [EventType], of template: String) -> [String]? {
    guard let known = adopter.state.templates[template]?.events else { return nil }
    return events.filter { !known.contains($0) }.map { "+\($0.rawValue)" }
      + known.filter { !events.contains($0) }.map { "-\($0.rawValue)" }
  }

  /// Makes a list say what is live; items that still hold stay.
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
        of: list, in: file, items.map { ($0.0, signed.contains($0.text)) },
        signed.filter { sign in !items.contains { $0.text == sign } })
    }
    let meant = items.map { isSigned ? [] : self.events(named: $0.text) }
    let stays = meant.map { !isSigned && $0.allSatisfy(wanted.contains) }
    let covered = Set(zip(meant, stays).flatMap { $0.1 ? $0.0 : [] })
    return setItems(
      of: list, in: file, zip(items, stays).map { ($0.0.0, $0.1) },
      self.items(wanted.filter { !covered.contains($0) }))
  }

  private mutating func setItems(
    of list: Int, in file: Int, _ items: [(item: Int, stays: Bool)], _ added: [String]
  ) -> Bool {
    items.allSatisfy { $0.stays || files[file].editor.remove($0.item) }
      && added.allSatisfy { files[file].editor.append(.text($0), to: list) }
  }

  /// The event types that an item of a list stands for.
  private func events(named name: String) -> [EventType] {
    let event = EventType(rawValue: name)
    if event.isKnown { return [event] }
    if let group = adopter.state.eventGroups[name] { return group }
    return name.contains("*") ? EventType.known.filter { Glob(name).matches($0.rawValue) } : [event]
  }
}
