import AppStoreConnect
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A query, checked against the rules of its route.
struct Query {
  private(set) var items: [(name: String, value: String)] = []
  private(set) var lists: [String: [String]] = [:]
  private(set) var dates: [String: [Date]] = [:]
  /// How many resources the client wants at most, by the parameter's name.
  private(set) var limits: [String: Int] = [:]
  /// The sparse fieldsets.
  private var fields: [ResourceType: [String]] = [:]
  /// Where the page begins: after the resource with this key.
  private(set) var cursor: Int?

  /// Checks all parameters and reports all that is wrong with them.
  init(_ text: String?, rules: [String: ParameterRule]) throws(APIFailure) {
    var errors: [ResponseError] = []
    for item in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
      let written = item.prefix { $0 != UInt8(ascii: "=") }
      guard let name = PercentEncoding.decode(Substring(written)),
        let value = PercentEncoding.decode(Substring(item[written.endIndex...].dropFirst()))
      else {
        errors.append(.invalidParameter(String(Substring(written)), "its percent-encoding is broken"))
        continue
      }
      guard let rule = rules[name] else {
        errors.append(.unknownParameter(name, known: rules.keys.sorted()))
        continue
      }
      if items.contains(where: { $0.name == name }) {
        errors.append(.invalidParameter(name, "it is given more than once"))
        continue
      }
      items.append((name, value))
      if let problem = read(name, value, rule) { errors.append(.invalidParameter(name, problem)) }
    }
    if !errors.isEmpty { throw APIFailure(errors) }
    for type in ResourceType.allCases { fields[type] = lists["fields[\(type.rawValue)]"] }
  }

  /// Reads a value by its rule; returns what is wrong with it.
  private mutating func read(_ name: String, _ value: String, _ rule: ParameterRule) -> String? {
    let values = value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    switch rule {
    case .oneOf(let known):
      if let unknown = values.first(where: { !known.contains($0) }) {
        return "'\(unknown)' is not one of \(known.joined(separator: ", "))"
      }
      lists[name] = values
    case .list:
      if values.contains("") { return "it has an empty value" }
      lists[name] = values
    case .limit(let most):
      guard let number = Int(value), (1...most).contains(number) else {
        return "'\(value)' is not a number from 1 to \(most)"
      }
      limits[name] = number
    case .cursor:
      guard let key = Cursor.decode(value) else { return "'\(value)' is not a cursor of this list" }
      cursor = key
    case .dates:
      for value in values {
        // `Timestamp` reads a date at the start of a text and lets anything follow.
        guard value.wholeMatch(of: Self.dateShape) != nil, let date = Timestamp(rawValue: value).date else {
          return "'\(value)' is not an ISO 8601 date and time"
        }
        dates[name, default: []].append(date)
      }
    }
    return nil
  }

  private static var dateShape: Regex<Substring> {
    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)/
  }

  /// Whether a sparse fieldset leaves a field in.
  func wants(_ field: String, of type: ResourceType) -> Bool {
    fields[type]?.contains(field) ?? true
  }

  /// Whether `include` asks for a relationship.
  func includes(_ relationship: String) -> Bool {
    lists["include"]?.contains(relationship) ?? false
  }

  /// The same query, percent-encoded, with another cursor or with none.
  func text(cursor: String?) -> String {
    var items = items.filter { $0.name != "cursor" }
    if let cursor { items.insert(("cursor", cursor), at: 0) }
    return items.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
      .joined(separator: "&")
  }
}

/// A place in a list, as text that clients have no reason to take apart.
enum Cursor {
  /// The place after the resource with this key.
  static func encode(_ key: Int) -> String { "p\(String(key, radix: 36))" }

  static func decode(_ text: String) -> Int? {
    guard text.first == "p" else { return nil }
    return Int(text.dropFirst(), radix: 36)
  }
}
