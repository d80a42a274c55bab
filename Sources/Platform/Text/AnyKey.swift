/// A key of any name, or a place in a list.
package enum AnyKey: CodingKey, ExpressibleByStringLiteral {
  case name(String)
  case place(Int)

  package init(stringValue: String) { self = .name(stringValue) }
  package init(intValue: Int) { self = .place(intValue) }
  package init(stringLiteral name: String) { self = .name(name) }

  package var stringValue: String {
    switch self {
    case .name(let name): name
    case .place(let place): String(place)
    }
  }

  package var intValue: Int? {
    if case .place(let place) = self { place } else { nil }
  }
}

/// A key that an object mustn't have.
package struct UnknownKey: Error {
  package var path: [any CodingKey]
  package var detail: String
}

extension Decoder {
  /// The container of an object that has no other keys than these; throws ``UnknownKey`` for the first that
  /// isn't among them.
  package func container(of known: [String]) throws -> KeyedDecodingContainer<AnyKey> {
    let container = try container(keyedBy: AnyKey.self)
    let unknown = container.allKeys.filter { !known.contains($0.stringValue) }
    guard unknown.isEmpty else {
      let first = unknown.map(\.stringValue).min() ?? ""
      throw UnknownKey(
        path: codingPath, detail: "unknown key '\(first)'; the keys are \(known.joined(separator: ", "))")
    }
    return container
  }
}

extension [any CodingKey] {
  /// `apps[0].webhooks[2].url`
  package var place: String {
    reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
