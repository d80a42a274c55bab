import Cryptography
import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension HTTPResponse {
  /// How many seconds a clock is ahead of the answer's `Date`; negative if it is behind.
  func clockOffset(at time: Date) -> Int? {
    headers["Date"].flatMap(HTTPDate.parse).map { Int(time.timeIntervalSince($0).rounded()) }
  }

  /// In lower case and without its parameters.
  var mediaType: String? {
    let type = headers["Content-Type"]
    if type == "application/json" { return type }
    return type?.split(separator: ";").first.map { $0.trimmed.lowercased() }
  }

  /// Errors name keys of the body, and show none of its values.
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
    // Asking again would bring the same JSON, but perhaps not the same proxy's page or cut body.
    throw CallFailure(
      .malformedResponse(method: request.method, path: request.path, status: status, detail: detail),
      isJSON || request.method != .get ? .final : .unreadable, isOutcomeOpen: true)
  }
}

extension DecodingError {
  fileprivate var isSyntactic: Bool {
    if case .dataCorrupted(let context) = self { context.codingPath.isEmpty } else { false }
  }

  /// Names the place, and no value.
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

extension HTTPResponse {
  /// The response without secrets in its headers. The body stays as it is: what is compared must be what was
  /// sent, and errors are read by ``APIError``.
  func withholding(_ withholding: Withholding) -> HTTPResponse {
    var response = self
    response.headers = HTTPHeaders()
    for (name, value) in headers { response.headers.append(name: name, value: withholding.whole(value)) }
    return response
  }
}

extension ResponseError {
  /// A text that repeats a secret is left out as a whole.
  func withholding(_ withholding: Withholding) -> ResponseError {
    var result = self
    result.id = id.map(withholding.whole)
    result.status = withholding.whole(status)
    result.code = withholding.whole(code)
    result.title = withholding.whole(title)
    result.detail = detail.map(withholding.whole)
    result.source = source.map { source in
      Source(
        pointer: source.pointer.map(withholding.whole), parameter: source.parameter.map(withholding.whole))
    }
    result.links?.about = links?.about.map(withholding.whole)
    result.links?.associated?.href = links?.associated?.href.map(withholding.whole)
    result.links?.associated?.meta?.source = links?.associated?.meta?.source.map(withholding.whole)
    result.meta = meta.map { meta in
      let associated = meta.associatedErrors?.map { path, errors in
        (withholding.whole(path), errors.map { $0.withholding(withholding) })
      }
      return Meta(associatedErrors: associated.map { Dictionary($0, uniquingKeysWith: +) })
    }
    return result
  }
}

extension ClientError.PagingFault {
  func withholding(_ withholding: Withholding) -> Self {
    if case .otherOrigin(let place) = self { .otherOrigin(withholding.whole(place)) } else { self }
  }
}

extension WebhookDelivery {
  func withholding(_ withholding: Withholding) -> WebhookDelivery {
    var delivery = self
    delivery.attributes?.errorMessage = attributes?.errorMessage.map { withholding.shown($0) }
    delivery.attributes?.response?.body = attributes?.response?.body.map { withholding.shown($0) }
    return delivery
  }
}
