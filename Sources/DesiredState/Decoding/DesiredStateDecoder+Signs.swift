import AppStoreConnect
import Diagnostics
import YAML

/// What an override's `events` add to and take from those of its template.
struct SignedEvents {
  var added: [EventType] = []
  var taken: [EventType] = []

  func applied(to events: [EventType]) -> [EventType] {
    Set(events).union(added).subtracting(taken).sorted()
  }
}

extension DesiredStateDecoder {
  /// Whether an item of `events` begins with `+` or `-`, which no name does.
  static func isSigned(_ item: Node) -> Bool { item.kind == .string && hasSign(item.text) }

  static func hasSign(_ name: String) -> Bool { name.first.map("+-".contains) == true }

  /// Reads a list with at least one signed item; `nil` if any item is wrong.
  mutating func decodeSignedEvents(_ items: Node.Items, document: Document) -> SignedEvents? {
    var signed = SignedEvents()
    var isWhole = true
    for item in items {
      guard Self.isSigned(item) else {
        report(
          "\(scalarText(item).map { "'\(Wording.short($0))'" } ?? item.kindName) has no '+' or '-', unlike other"
            + " items of this list", at: item.range,
          remedy: "give each item a sign, to change the template's events, or none, to replace them")
        isWhole = false
        continue
      }
      let text = item.text
      guard text.count > 1 else {
        report(
          "'\(text)' names no event type", at: item.range,
          remedy: "write it in front of one, a group or a pattern, as in '\(text)BUILD_*'")
        isWhole = false
        continue
      }
      guard let events = events(named: String(text.dropFirst()), at: item.range, in: document) else {
        isWhole = false
        continue
      }
      if text.first == "+" { signed.added += events } else { signed.taken += events }
    }
    if let both = signed.added.first(where: signed.taken.contains), isWhole, let first = items.first {
      report("'\(both.rawValue)' is both added and taken away", at: first.range, remedy: "keep one of them")
      return nil
    }
    return isWhole ? signed : nil
  }
}
