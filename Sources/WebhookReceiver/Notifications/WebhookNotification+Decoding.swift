#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension WebhookNotification: Decodable {
  /// Decodes the body of a request. First check its signature with ``SignatureVerifier``.
  ///
  /// - Parameter body: The bytes of the request's body.
  ///
  /// - Throws: `DecodingError` if it isn't JSON, or has no type or ID.
  public init(body: some Collection<UInt8>) throws {
    var data = Data(body)
    // Foundation on Linux reads the byte after the last if JSON ends with the 513th open bracket.
    data.append(UInt8(ascii: " "))
    let decoder = JSONDecoder()
    self = try decoder.decode(Self.self, from: data)
  }

  private struct Document: Decodable {
    var type: NotificationType
    var id: String
    var version: JSONValue?
    var attributes: JSONValue?
    var relationships: JSONValue?
  }

  private enum CodingKeys: CodingKey {
    case data
  }

  /// Decodes the JSON:API document of a delivery.
  ///
  /// - Throws: `DecodingError` if it has no type or ID.
  public init(from decoder: any Decoder) throws {
    let resource = try decoder.container(keyedBy: CodingKeys.self).decode(Document.self, forKey: .data)
    type = resource.type
    id = resource.id
    version = if case .integer(let number)? = resource.version { Int(exactly: number) } else { nil }
    attributes = resource.attributes?.members ?? [:]
    relationships = resource.relationships?.members ?? [:]
  }
}
