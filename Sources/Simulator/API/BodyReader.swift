import AppStoreConnect
import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Looks through a request's body and collects all that is wrong with it.
///
/// Of the values, only IDs and event types are repeated in an error: one of the others is a secret.
struct BodyReader {
  /// The members of `data`.
  private(set) var data: [String: JSONValue] = [:]
  private(set) var errors: [ResponseError] = []
  private let type: ResourceType

  /// Reads a body of a resource of this type, which has these members besides `type`.
  ///
  /// Throws what makes a look at the rest pointless; anything else is collected in `errors`.
  init(_ call: APICall, type: ResourceType, members: [String]) throws(APIFailure) {
    self.type = type
    guard Self.isJSON(call.headers["Content-Type"]) else {
      throw .unsupportedMediaType(call.headers["Content-Type"])
    }
    guard let body = try? JSONDecoder().decode(JSONValue.self, fromBytes: call.body) else {
      throw .malformedBody
    }
    let document = object(body, at: "")
    reportUnknown(document ?? [:], known: ["data"], at: "")
    guard let document, let value = member("data", of: document, at: ""),
      let data = object(value, at: "/data")
    else { throw APIFailure(errors) }
    self.data = data
    if data["id"] != nil, !members.contains("id") {
      report(
        ".UNEXPECTED_ID", "The provided entity has an unexpected ID",
        "The id of a new resource can not be chosen", at: "/data/id")
    }
    reportUnknown(data, known: ["type", "id"] + members, at: "/data")
    checkType(of: data, is: type, at: "/data")
  }

  private static func isJSON(_ contentType: String?) -> Bool {
    let type = contentType?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    return type == "application/json"
  }

  /// Ends the reading: throws what was found wrong.
  func finish() throws(APIFailure) {
    if !errors.isEmpty { throw APIFailure(errors) }
  }

  mutating func report(_ code: String, _ title: String, _ detail: String, at pointer: String) {
    errors.append(.entity(code, title, detail, at: pointer))
  }

  /// The value as an object; reports any other.
  mutating func object(_ value: JSONValue, at pointer: String) -> [String: JSONValue]? {
    if case .object(let members) = value { return members }
    report("", "The request entity is malformed", "An object is expected, not \(value.kind)", at: pointer)
    return nil
  }

  /// A member that must be there; reports its absence.
  mutating func member(_ name: String, of object: [String: JSONValue], at pointer: String) -> JSONValue? {
    if let value = object[name] { return value }
    report(
      "", "The request entity is malformed", "The member '\(name)' is missing", at: "\(pointer)/\(name)")
    return nil
  }

  /// Reports the members that aren't known.
  mutating func reportUnknown(_ object: [String: JSONValue], known: [String], at pointer: String) {
    for name in object.keys.sorted() where !known.contains(name) {
      report(
        "", "The request entity is malformed", "The member '\(name)' is not part of this request",
        at: "\(pointer)/\(Self.escaped(name))")
    }
  }

  /// The attributes; reports those that aren't known.
  mutating func attributes(known: [String] = []) -> [String: JSONValue]? {
    let pointer = "/data/attributes"
    guard let value = data["attributes"] else { return [:] }
    guard let members = object(value, at: pointer) else { return nil }
    for name in members.keys.sorted() where !known.contains(name) {
      report(
        ".ATTRIBUTE.UNKNOWN", "The provided entity includes an unknown attribute",
        "'\(name)' is not an attribute on the resource '\(type.rawValue)'",
        at: "\(pointer)/\(Self.escaped(name))")
    }
    return members
  }

  mutating func checkType(of object: [String: JSONValue], is type: ResourceType, at pointer: String) {
    guard let value = member("type", of: object, at: pointer), value != .string(type.rawValue) else { return }
    report(
      ".TYPE", "The resource type is wrong", "The type must be '\(type.rawValue)'", at: "\(pointer)/type")
  }

  /// The ID that a relationship names; reports all that is wrong with it, and relationships of other names.
  mutating func relationship(_ name: String, to target: ResourceType) -> String? {
    let pointer = "/data/relationships"
    guard let value = data["relationships"] else {
      reportMissingRelationship(name)
      return nil
    }
    guard let relationships = object(value, at: pointer) else { return nil }
    for other in relationships.keys.sorted() where other != name {
      report(
        ".RELATIONSHIP.UNKNOWN", "The provided entity includes an unknown relationship",
        "'\(other)' is not a relationship on the resource '\(type.rawValue)'",
        at: "\(pointer)/\(Self.escaped(other))")
    }
    guard let value = relationships[name] else {
      reportMissingRelationship(name)
      return nil
    }
    let place = "\(pointer)/\(name)"
    guard let relationship = object(value, at: place) else { return nil }
    reportUnknown(relationship, known: ["data"], at: place)
    guard let value = member("data", of: relationship, at: place),
      let identifier = object(value, at: "\(place)/data")
    else { return nil }
    reportUnknown(identifier, known: ["type", "id"], at: "\(place)/data")
    checkType(of: identifier, is: target, at: "\(place)/data")
    return id(of: identifier, at: "\(place)/data")
  }

  /// An object's `id`; reports its absence or a wrong type.
  mutating func id(of object: [String: JSONValue], at pointer: String) -> String? {
    guard let value = member("id", of: object, at: pointer) else { return nil }
    if case .string(let id) = value, !id.isEmpty { return id }
    report("", "The request entity is malformed", "The id must be a non-empty string", at: "\(pointer)/id")
    return nil
  }

  /// Reports a relationship to something that isn't there.
  mutating func reportUnknownTarget(_ name: String, _ type: ResourceType, id: String) {
    report(
      ".RELATIONSHIP.INVALID", "The provided entity includes a relationship with an invalid value",
      "There is no resource of type '\(type.rawValue)' with id '\(id)'", at: "/data/relationships/\(name)")
  }

  private mutating func reportMissingRelationship(_ name: String) {
    report(
      ".RELATIONSHIP.REQUIRED", "The provided entity is missing a required relationship",
      "You must provide a value for the relationship '\(name)' with this request",
      at: "/data/relationships/\(name)")
  }

  /// A name as a part of a JSON pointer (RFC 6901).
  static func escaped(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
