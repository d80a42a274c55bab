import TestSupport

/// A small validator for JSON Schema 2020-12 with the keywords that the schemas use; any other is an error.
struct SchemaValidator {
  /// An unknown keyword; a schema that has one can't be tested.
  struct UnknownKeyword: Error { var name: String }

  private let root: AnyJSON
  /// Whether all keys of an object must be described, even if the schema leaves it open.
  private let isStrict: Bool

  init(_ root: AnyJSON, isStrict: Bool = false) {
    self.root = root
    self.isStrict = isStrict
  }

  /// Where and why a value isn't accepted; `nil` if it is.
  func problem(with value: AnyJSON) throws -> String? { try problem(value, root, at: "$") }

  private static let annotations: Set = [
    "$schema", "$defs", "title", "description", "default", "examples",
    // Keywords of Visual Studio Code and other editors.
    "markdownDescription", "defaultSnippets", "patternErrorMessage",
  ]

  private func problem(_ value: AnyJSON, _ schema: AnyJSON, at place: String) throws -> String? {
    guard case .object(let keywords) = schema else {
      return schema == .flag(false) ? "\(place): no such key" : nil
    }
    for (name, argument) in keywords.sorted(by: { $0.key < $1.key }) where !Self.annotations.contains(name) {
      if let problem = try problem(value, name, argument, keywords, at: place) { return problem }
    }
    return nil
  }

  private func problem(
    _ value: AnyJSON, _ name: String, _ argument: AnyJSON, _ keywords: [String: AnyJSON], at place: String
  ) throws -> String? {
    let here = "\(place): \(name)"
    switch (name, argument, value) {
    case ("$ref", .text(let reference), _): return try problem(value, definition(reference), at: place)
    case ("type", _, _):
      let types = argument.items ?? [argument]
      return types.contains { Self.isOfType(value, $0) } ? nil : "\(here), not \(value)"
    case ("const", _, _): return value == argument ? nil : here
    case ("enum", .list(let values), _): return values.contains(value) ? nil : here
    case ("anyOf", .list(let schemas), _):
      return try schemas.contains { try problem(value, $0, at: place) == nil } ? nil : here
    case ("not", _, _): return try problem(value, argument, at: place) == nil ? here : nil
    case ("if", _, _):
      let branch = try problem(value, argument, at: place) == nil ? "then" : "else"
      return try keywords[branch].flatMap { try problem(value, $0, at: place) }
    case ("then", _, _), ("else", _, _): return nil
    case ("minLength", .number(let count), .text(let text)):
      return text.unicodeScalars.count >= Int(count) ? nil : here
    case ("pattern", .text(let pattern), .text(let text)):
      let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
      return try regex.firstMatch(in: text) != nil ? nil : "\(here), not \(text)"
    case ("minimum", .number(let bound), .number(let number)): return number >= bound ? nil : here
    case ("required", .list(let names), .object(let object)):
      let missing = names.compactMap(\.string).first { object[$0] == nil }
      return missing.map { "\(here): \($0)" }
    case ("properties", .object(let schemas), .object(let object)):
      for (key, entry) in object {
        if let schema = schemas[key] {
          if let problem = try problem(entry, schema, at: "\(place).\(key)") { return problem }
        } else if isStrict, keywords["additionalProperties"] == nil {
          return "\(place): \(key) is not described"
        }
      }
      return nil
    case ("additionalProperties", _, .object(let object)):
      let known = keywords["properties"]?.entries ?? [:]
      for (key, entry) in object where known[key] == nil {
        if let problem = try problem(entry, argument, at: "\(place).\(key)") { return problem }
      }
      return nil
    case ("propertyNames", _, .object(let object)):
      return try object.keys.lazy.compactMap { try problem(.text($0), argument, at: "\(place).\($0)") }.first
    case ("minProperties", .number(let count), .object(let object)):
      return object.count >= Int(count) ? nil : here
    case ("maxProperties", .number(let count), .object(let object)):
      return object.count <= Int(count) ? nil : here
    case ("minItems", .number(let count), .list(let list)): return list.count >= Int(count) ? nil : here
    case ("maxItems", .number(let count), .list(let list)): return list.count <= Int(count) ? nil : here
    case ("uniqueItems", _, .list(let list)):
      return list.indices.contains { list[..<$0].contains(list[$0]) } ? here : nil
    case ("prefixItems", .list(let schemas), .list(let list)):
      return try zip(list, schemas).lazy.compactMap { try problem($0, $1, at: "\(place)[]") }.first
    case ("items", _, .list(let list)):
      let first = keywords["prefixItems"]?.items?.count ?? 0
      return try list.dropFirst(first).lazy.compactMap { try problem($0, argument, at: "\(place)[]") }.first
    case ("minLength", _, _), ("pattern", _, _), ("minimum", _, _), ("required", _, _), ("properties", _, _),
      ("additionalProperties", _, _), ("propertyNames", _, _), ("minProperties", _, _),
      ("maxProperties", _, _),
      ("minItems", _, _), ("maxItems", _, _), ("uniqueItems", _, _), ("prefixItems", _, _), ("items", _, _):
      return nil
    default: throw UnknownKeyword(name: name)
    }
  }

  private func definition(_ reference: String) throws -> AnyJSON {
    let name = String(reference.dropFirst("#/$defs/".count))
    guard reference.hasPrefix("#/$defs/"), let found = root.entries?["$defs"]?.entries?[name] else {
      throw UnknownKeyword(name: reference)
    }
    return found
  }

  private static func isOfType(_ value: AnyJSON, _ type: AnyJSON) -> Bool {
    switch (type, value) {
    case (.text("null"), .null), (.text("boolean"), .flag), (.text("number"), .number),
      (.text("string"), .text),
      (.text("array"), .list), (.text("object"), .object):
      true
    case (.text("integer"), .number(let number)): number.rounded() == number
    default: false
    }
  }
}

extension AnyJSON {
  var items: [AnyJSON]? { if case .list(let items) = self { items } else { nil } }
  var entries: [String: AnyJSON]? { if case .object(let entries) = self { entries } else { nil } }
  var string: String? { if case .text(let text) = self { text } else { nil } }

  /// The value as JSON on one line.
  var json: String {
    switch self {
    case .null: "null"
    case .flag(let flag): String(flag)
    case .number(let number):
      number.isNaN
        ? "NaN"
        : number.isInfinite
          ? (number < 0 ? "-1e999" : "1e999")
          : number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .text(let text): Self.quoted(text)
    case .list(let items): "[\(items.map(\.json).joined(separator: ", "))]"
    case .object(let entries):
      "{\(entries.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)): \($0.value.json)" }.joined(separator: ", "))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension AnyJSON {
  /// The places of a schema's keys that have no description.
  func undescribedKeys(at place: String = "$") -> [String] {
    var found: [String] = []
    for (name, part) in entries ?? [:] {
      if name == "properties" {
        for (key, property) in part.entries ?? [:] where property.entries?["description"]?.string == nil {
          found.append("\(place).\(key)")
        }
      }
      found += part.undescribedKeys(at: "\(place).\(name)")
    }
    return found + (items ?? []).flatMap { $0.undescribedKeys(at: place) }
  }
}
