import TestSupport

@testable import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The webhooks part of Apple's OpenAPI document 4.4.1.
enum AppleDocument {
  static var whole: JSONValue {
    get throws {
      try JSONDecoder().decode(JSONValue.self, from: Fixture.data("openapi-webhooks.json"))
    }
  }

  /// The operation of a path, by its method in small letters.
  static func operation(_ method: String, _ path: String) throws -> JSONValue? {
    try whole["paths"]?[path]?[method]
  }

  static var fieldsOfApps: Set<String> {
    get throws {
      let parameters = try operation("get", "/v1/apps")?["parameters"]?.elements ?? []
      let fields = parameters.first { $0["name"] == .string("fields[apps]") }
      return Set(fields?["schema"]?["items"]?["enum"]?.elements?.compactMap(\.text) ?? [])
    }
  }
}

extension JSONValue {
  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
}
