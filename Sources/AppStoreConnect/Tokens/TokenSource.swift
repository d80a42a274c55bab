import Cryptography
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package final class TokenSource: TokenProvider {
  /// How many seconds before its end a token is replaced, so that it outlives its request.
  static let renewalMargin: Double = 120
  /// How many seconds `iat` is put back, so that a clock a little ahead of Apple's makes no token "of the future".
  static let clockAllowance: Double = 60

  private struct Cached {
    var token: Secret
    var issued: Double
    var expires: Double
  }

  private let credentials: Credentials
  private let lifetime: Double
  private let scope: [String]?
  private let now: @Sendable () -> Date
  private let cached = Mutex<Cached?>(nil)

  /// `lifetime`: counted from `iat`, and brought into 5 to 20 minutes; 20 is Apple's limit. `scope`: the
  /// requests that a token is good for, such as `GET /v1/apps`; `nil` for all.
  package init(
    credentials: Credentials, lifetime: Duration = .seconds(15 * 60), scope: [String]? = nil,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.credentials = credentials
    self.lifetime = Double(min(max(lifetime.components.seconds, 5 * 60), 20 * 60))
    self.scope = scope
    self.now = now
  }

  package var credentialSource: CredentialSource? { credentials.source }

  /// A new one if there is none, it nears its end, or the clock was put back.
  package func token() throws(CryptographyError) -> Secret {
    try cached.withLock { cached throws(CryptographyError) in
      let time = now().timeIntervalSince1970.rounded(.down)
      if let cached, cached.issued <= time, time < cached.expires - Self.renewalMargin { return cached.token }
      let issued = time - Self.clockAllowance
      let expires = issued + lifetime
      let token = try JSONWebToken(
        credentials: credentials, issued: Int(issued), expires: Int(expires), scope: scope
      ).signed(with: credentials.privateKey)
      cached = Cached(token: token, issued: issued, expires: expires)
      return token
    }
  }

  package func renew() {
    cached.withLock { $0 = nil }
  }
}

package protocol TokenProvider: Sendable {
  /// Valid now and for a while; the same one until it nears its end.
  func token() throws(CryptographyError) -> Secret
  /// Makes the next ``token()`` a newly signed one, after the service refused the last.
  func renew()
  var credentialSource: CredentialSource? { get }
}

extension TokenProvider {
  package var credentialSource: CredentialSource? { nil }
}

/// As Apple's "Generating tokens for API requests" describes it.
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
