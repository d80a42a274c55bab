import AppStoreConnect
import Events

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The body that a receiver gets: the catalogue's sample of the event type, with the event's own values.
struct EventPayload {
  private var data: [String: JSONValue]
  private var attributes: [String: JSONValue]

  /// - Parameter type: of a type that isn't in the catalogue, only what most events have in common is known.
  init(of type: EventType, id: String, at time: Date) {
    let sample = EventCatalogue.description(of: type.rawValue)?.payload ?? Self.sample(of: type)
    let document = try? JSONDecoder().decode(JSONValue.self, fromBytes: Array(sample.utf8))
    data = document?["data"]?.members ?? [:]
    data["id"] = .string(id)
    attributes = data["attributes"]?.members ?? [:]
    if case .string(let text)? = attributes["timestamp"] {
      let digits = text.drop { $0 != "." }.count { $0.isNumber }
      attributes["timestamp"] = .string(Timestamp(time, fractionDigits: digits).rawValue)
    }
  }

  /// The app that it happened to, if the event tells of it.
  mutating func setApp(_ id: String) {
    if attributes["appId"] != nil { attributes["appId"] = .string(id) }
  }

  mutating func merge(_ others: [String: JSONValue]) { attributes.merge(others) { $1 } }

  /// Gives the event an instance of its own, if its type has one.
  ///
  /// - Parameter uuid: what its ID is made of; some resources have IDs that aren't UUIDs.
  mutating func setInstance(_ uuid: String) {
    guard var relationships = data["relationships"]?.members,
      var instance = relationships["instance"]?.members
    else { return }
    // Background assets have no `data` in between.
    var identifier = instance["data"]?.members ?? instance
    guard case .string(let type)? = identifier["type"], case .string(let sample)? = identifier["id"],
      case .string(let link)? = instance["links"]?["self"]
    else { return }
    let isUUID = sample.count == uuid.count
    let id = isUUID ? uuid : String("A\(uuid.filter { $0 != "-" })".prefix(sample.count))
    identifier["id"] = .string(id)
    if instance["data"] == nil { instance = identifier } else { instance["data"] = .object(identifier) }
    instance["links"] = .object([
      "self": .string(link.replacing("/\(type)/\(sample)", with: "/\(type)/\(id)"))
    ])
    relationships["instance"] = .object(instance)
    data["relationships"] = .object(relationships)
  }

  var text: String {
    var data = data
    data["attributes"] = .object(attributes)
    return String(decoding: Answer(["data": JSONValue.object(data)]).body, as: UTF8.self)
  }

  /// Payloads write an event type as `buildUploadStateUpdated`.
  private static func sample(of type: EventType) -> String {
    let words = type.rawValue.lowercased().split { !$0.isLetter && !$0.isNumber }
    let name = words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalized }
    return #"{"data":{"type":"\#(name.joined())","version":1,"attributes":{"timestamp":".000"}}}"#
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
