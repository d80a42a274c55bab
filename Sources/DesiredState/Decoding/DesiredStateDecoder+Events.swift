import AppStoreConnect
import Diagnostics
import YAML

extension DesiredStateDecoder {
  static let knownEvents: [String: EventType] = Dictionary(
    uniqueKeysWithValues: EventType.known.map { ($0.rawValue, $0) })

  private static func knownEvent(_ node: Node) -> EventType? {
    guard node.kind == .string else { return nil }
    return EventType.known(ofLength: node.textLength).first { node.text(equals: $0.rawValue) }
  }

  mutating func decodeGroups(_ document: Document) {
    guard let node = document.fields[.eventGroups]?.value else { return }
    guard isMapping(node, "'eventGroups'", empty: "eventGroups: {}", keys: "the groups' names") else {
      return
    }
    // Read into a table of their own: a group can't contain another, in whatever order they stand.
    groupNames.formUnion(node.pairs.map(\.key.text))
    var found: [(name: String, events: [EventType], location: SourceRange)] = []
    for pair in node.pairs {
      let name = pair.key.text
      if Self.knownEvents[name] != nil || name.contains("*") || name.isEmpty {
        report(
          "'\(name)' can't be the name of an event group", at: pair.key.range,
          remedy: "choose one that is neither an event type nor a pattern")
      } else if let first = groups[name] {
        report(
          "event group '\(name)' is in two files", at: pair.key.range, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also here", at: first.location)])
      } else if let events = decodeEvents(pair.value, document: document, of: "event group '\(name)'") {
        found.append((name, events, pair.key.range))
      } else {
        // Known, so that its uses aren't reported as well.
        found.append((name, [], pair.key.range))
      }
    }
    for group in found { groups[group.name] = (group.events, group.location) }
  }

  /// Sorted, each once; `nil` if any item is wrong.
  mutating func decodeEvents(
    _ node: Node, document: Document, of group: String? = nil
  ) -> [EventType]? {
    let what = group ?? "'events'"
    guard let items = list(node, what, example: "[BUILD_UPLOAD_STATE_UPDATED]") else { return nil }
    guard !items.isEmpty else {
      report("\(what) is empty", at: node.range, remedy: "name at least one event type")
      return nil
    }
    // Many webhooks in a row have the same list, which is then stored once.
    if items.count == lastEvents.count,
      lastEvents.indices.allSatisfy({ items[$0].text(equals: lastEvents[$0].rawValue) })
    {
      return lastEvents
    }
    var events: [EventType] = []
    events.reserveCapacity(items.count)
    let before = diagnostics.count
    var isWhole = true
    var isPlain = true
    for item in items {
      if let type = Self.knownEvent(item) {
        events.append(type)
        continue
      }
      isPlain = false
      guard let name = scalarText(item) else {
        report("an event type must be a string, not \(item.kindName)", at: item.range)
        isWhole = false
        continue
      }
      if group == nil, Self.isSigned(item) {
        // One sign makes it a list of changes: it is read again as one.
        diagnostics.removeSubrange(before...)
        hasSigns = true
        return nil
      }
      // Thousands of webhooks share what a group stands for.
      if group == nil, items.count == 1, let found = groups[name] {
        used.groups.insert(name)
        return found.events
      }
      let found = self.events(named: name, at: item.range, in: document, inGroup: group != nil)
      events += found ?? []
      if found == nil { isWhole = false }
    }
    guard isWhole else { return nil }
    let set = events.asSet
    if isPlain, set.count == items.count { lastEvents = set }
    return set
  }

  /// The event types that one item stands for; `nil` if it is wrong, which is reported.
  mutating func events(
    named name: String, at range: SourceRange, in document: Document, inGroup: Bool = false
  ) -> [EventType]? {
    if let event = Self.knownEvents[name] { return [event] }
    if !inGroup, let found = groups[name] {
      used.groups.insert(name)
      return found.events
    }
    if name.contains("*"), !inGroup || !Self.hasSign(name) {
      let glob = Glob(name)
      let matching = EventType.known.filter { glob.matches($0.rawValue) }
      if matching.isEmpty {
        report("'\(name)' matches no known event type", at: range, remedy: "'storehooks events' lists them")
      }
      return matching.isEmpty ? nil : matching
    }
    if document.allowsUnknownEvents, Self.looksLikeEventType(name) { return [EventType(rawValue: name)] }
    reportUnknownEvent(name, at: range, inGroup: inGroup)
    return nil
  }

  private mutating func reportUnknownEvent(_ name: String, at range: SourceRange, inGroup: Bool) {
    if inGroup, groupNames.contains(name) {
      report(
        "an event group can't contain the group '\(name)'", at: range, remedy: "name its event types")
      return
    }
    if inGroup, let sign = name.first, Self.hasSign(name) {
      report(
        "'\(Wording.short(name))' has a '\(sign)', which means nothing in an event group", at: range,
        remedy: "use it in 'events' of a webhook that has a template")
      return
    }
    let candidates = EventType.known.map(\.rawValue) + (inGroup ? [] : Array(groups.keys))
    let remedy =
      if let nearest = nearest(to: name, among: candidates) {
        "did you mean '\(nearest)'?"
      } else if Self.looksLikeEventType(name) {
        "'storehooks events' lists them; if Apple has added it, set 'allowUnknownEvents: true' at the top "
          + "level"
      } else {
        "name an event type ('storehooks events' lists them), an event group or a pattern"
      }
    report("unknown event type '\(name)'", at: range, remedy: remedy)
  }

  /// Upper-case letters, digits and underscores, as in all of Apple's names.
  package static func looksLikeEventType(_ name: String) -> Bool {
    name.utf8.first.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } == true
      && name.utf8.allSatisfy {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
          || $0 == UInt8(ascii: "_")
      }
  }
}
