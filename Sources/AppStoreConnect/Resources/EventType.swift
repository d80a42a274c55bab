import Events

/// An open set: Apple adds event types, and one that this version doesn't know is read, shown and preserved
/// like any other. The known ones are those of Apple's OpenAPI document 4.4.1, schema `WebhookEventType`.
package struct EventType: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  /// Apple's name, `BUILD_UPLOAD_STATE_UPDATED` for instance.
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package static let known: [EventType] = EventCatalogue.types.map { EventType(rawValue: $0.type) }.sorted()
  package var isKnown: Bool { Self.knownSet.contains(self) }

  private static let knownSet = Set(known)
}

extension EventType {
  private static let knownByLength: [[EventType]] = {
    let longest = known.map(\.rawValue.utf8.count).max() ?? 0
    return (0...longest).map { length in known.filter { $0.rawValue.utf8.count == length } }
  }()

  /// The known types whose names have this length. Hardly any two share one, so a type is found without hashing.
  package static func known(ofLength length: Int) -> [EventType] {
    length < knownByLength.count ? knownByLength[length] : []
  }
}

extension [EventType] {
  /// Sorted, each once.
  package var asSet: [EventType] {
    zip(self, dropFirst()).allSatisfy { $0 < $1 } ? self : Set(self).sorted()
  }
}

extension KeyedDecodingContainer {
  /// Reads texts one by one, which costs the JSON decoder the least. The names of known types are shared by
  /// thousands of webhooks.
  package func eventTypes(forKey key: Key) throws -> [EventType] {
    var list = try nestedUnkeyedContainer(forKey: key)
    var types: [EventType] = []
    while !list.isAtEnd {
      let name = try list.decode(String.self)
      let known = EventType.known(ofLength: name.utf8.count).first { $0.rawValue == name }
      types.append(known ?? EventType(rawValue: name))
    }
    return types
  }
}
