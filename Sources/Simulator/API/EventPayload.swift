import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The body that a receiver gets, as far as all events have it in common.
struct EventPayload: Encodable {
  struct Data: Encodable {
    struct Relationships: Encodable { var instance: Instance }
    struct Instance: Encodable {
      struct Identifier: Encodable { var type, id: String }
      var data: Identifier
      var links: ResourceLinks
    }

    var type: String
    var id: String
    var version = 1
    var attributes: [String: JSONValue]
    var relationships: Relationships
  }

  var data: Data

  /// - Parameter attributes: what the event has besides its timestamp.
  init(
    type: String, id: String, timestamp: Date, attributes: [String: JSONValue] = [:],
    instance: (type: String, id: String, base: String)
  ) {
    let link = "\(instance.base)/v1/\(instance.type)/\(instance.id)"
    data = Data(
      type: type, id: id,
      attributes: ["timestamp": .string(Timestamp(timestamp).rawValue)].merging(attributes) { $1 },
      relationships: .init(
        instance: .init(
          data: .init(type: instance.type, id: instance.id), links: ResourceLinks(selfLink: link))))
  }

  /// The payload as JSON.
  var text: String { String(decoding: Answer(self).body, as: UTF8.self) }

  /// How payloads write an event type: `BUILD_UPLOAD_STATE_UPDATED` is `buildUploadStateUpdated`.
  static func name(of type: EventType) -> String {
    let words = type.rawValue.lowercased().split(separator: "_")
    return words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalized }.joined()
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
