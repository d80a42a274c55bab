import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// In Apple's terms: "Generating tokens for API requests".
struct JSONWebToken {
  struct Header: Encodable {
    var alg = "ES256"
    var kid: String
    var typ = "JWT"
  }

  /// Absent members aren't written: a team key has `iss` and no `sub`, an individual key the reverse.
  struct Payload: Encodable {
    var iss: String?
    var sub: String?
    var iat: Int
    var exp: Int
    var aud = "appstoreconnect-v1"
    var scope: [String]?
  }

  var header: Header
  var payload: Payload

  init(credentials: Credentials, issued: Int, expires: Int, scope: [String]?) {
    header = Header(kid: credentials.keyId)
    payload = Payload(
      iss: credentials.issuerId, sub: credentials.issuerId == nil ? "user" : nil, iat: issued, exp: expires,
      scope: scope)
  }

  /// Header, payload and the raw signature `r‖s`, each base64url without padding.
  func signed(with key: P256SigningKey) throws(CryptographyError) -> Secret {
    let signed = try Base64URL.encode(json(header)) + "." + Base64URL.encode(json(payload))
    let signature = try key.signature(for: Array(signed.utf8))
    return Secret("\(signed).\(Base64URL.encode(signature))")
  }

  private func json(_ part: some Encodable) throws(CryptographyError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try Array(encoder.encode(part))
    } catch {
      throw .operationFailed("the token's text could not be written as JSON")
    }
  }
}
