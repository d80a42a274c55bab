import AppStoreConnect
import CommandLine
import Cryptography
import Events
import Platform
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct SampleEvent: Sendable {
  private var resource: [String: JSONValue]
  private var attributes: [String: JSONValue]
  /// How many digits of a second's fraction the sample has; `nil` if it has no time, or is given one.
  private var fractionDigits: Int?

  init(_ event: EventDescription) {
    let payload = try? JSONDecoder().decode(JSONValue.self, fromBytes: Array(event.payload.utf8))
    resource = payload?["data"]?.members ?? [:]
    attributes = resource["attributes"]?.members ?? [:]
    fractionDigits = attributes["timestamp"]?.string.map { $0.drop { $0 != "." }.count { $0.isNumber } }
  }

  /// Gives an attribute a value of the same kind as in the sample. Other attributes are booleans if they look like one,
  /// else text.
  ///
  /// - Parameter setting: `NAME=VALUE`.
  mutating func set(_ setting: String) throws(CommandFailure) {
    guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
      throw .usage("--set needs NAME=VALUE, not '\(Discretion.shown(setting))'")
    }
    let name = String(setting[..<equals])
    let value = String(setting[setting.index(after: equals)...])
    switch attributes[name] {
    case .array:
      let items = value.split(separator: ",").map { JSONValue.string(String($0)) }
      attributes[name] = .array(items)
    case .bool:
      guard let flag = Bool(value) else {
        throw .usage("--set: '\(name)' must be true or false, not '\(Discretion.shown(value))'")
      }
      attributes[name] = .bool(flag)
    case .string: attributes[name] = .string(value)
    default: attributes[name] = Bool(value).map(JSONValue.bool) ?? .string(value)
    }
    if name == "timestamp" { fractionDigits = nil }
  }

  func body(id: String, at time: Date) -> [UInt8] {
    var (resource, attributes) = (resource, attributes)
    resource["id"] = .string(id)
    if let fractionDigits {
      attributes["timestamp"] = .string(Timestamp(time, fractionDigits: fractionDigits).rawValue)
    }
    if !attributes.isEmpty { resource["attributes"] = .object(attributes) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding can't fail: there are only texts and booleans.
    return Array((try? encoder.encode(["data": JSONValue.object(resource)])) ?? Data())
  }
}
