import Cryptography
import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension HTTPResponse {
  /// In lower case and without its parameters.
  var mediaType: String? {
    let type = headers["Content-Type"]
    if type == "application/json" { return type }
    return type?.split(separator: ";").first.map { $0.trimmed.lowercased() }
  }

  /// Nothing of the body gets into the error but names.
  func decoded<Document: Decodable>(
    as type: Document.Type, answering request: APIRequest
  ) throws(CallFailure) -> Document {
    let detail: String
    var isJSON = false
    if let mediaType, mediaType != "application/json", mediaType != "application/vnd.api+json" {
      detail = "its content type is '\(TerminalText.escaped(String(mediaType.prefix(100))))', not JSON"
    } else {
      do {
        return try JSONDecoder().decode(type, fromBytes: body)
      } catch let error as DecodingError {
        detail = error.shortDescription
        isJSON = !error.isSyntactic
      } catch {
        detail = "it isn't JSON"
      }
    }
    // JSON of another shape comes again; a page of a proxy, or a body that was cut, perhaps doesn't.
    throw CallFailure(
      .malformedResponse(method: request.method, path: request.path, status: status, detail: detail),
      isJSON || request.method != .get ? .final : .unreadable, isOutcomeOpen: true)
  }
}

extension DecodingError {
  /// Whether there is no JSON to decode at all.
  fileprivate var isSyntactic: Bool {
    if case .dataCorrupted(let context) = self { context.codingPath.isEmpty } else { false }
  }

  /// By name of the place and without any value.
  fileprivate var shortDescription: String {
    switch self {
    case .keyNotFound(let key, let context): "it lacks '\(Self.place(context.codingPath + [key]))'"
    case .valueNotFound(_, let context): "'\(Self.place(context.codingPath))' is null"
    case .typeMismatch(_, let context) where context.codingPath.isEmpty: "it isn't a JSON object"
    case .typeMismatch(_, let context): "'\(Self.place(context.codingPath))' doesn't have the documented type"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "it isn't JSON"
    case .dataCorrupted(let context): "'\(Self.place(context.codingPath))' has an invalid value"
    @unknown default: "it can't be decoded"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    let parts = path.map { key in key.intValue.map(String.init) ?? key.stringValue }
    return TerminalText.escaped(parts.joined(separator: "."))
  }
}
