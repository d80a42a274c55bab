import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Checks the tokens of requests, as API-key authentication has them: ES256, twenty minutes at most.
package struct TokenVerifier: Sendable {
  private let key: P256VerifyingKey
  private let keyId: String
  private let issuerId: String?

  /// The longest validity that a token may have, in seconds.
  private static let longestValidity: TimeInterval = 20 * 60
  /// How far the clocks of client and service may differ, in seconds.
  private static let clockTolerance: TimeInterval = 60

  /// Expects tokens that are signed with a key.
  ///
  /// - Parameters:
  ///   - keyId: the key's ID, which tokens name as `kid`.
  ///   - issuerId: what tokens of a team key name as `iss`; `nil` for an individual key, whose tokens have
  ///     no `iss` and the `sub` `user`.
  package init(key: P256VerifyingKey, keyId: String, issuerId: String?) {
    self.key = key
    self.keyId = keyId
    self.issuerId = issuerId
  }

  private struct Header: Decodable {
    var alg: String
    var kid: String?
    var typ: String?
  }

  private struct Claims: Decodable {
    var iss: String?
    var sub: String?
    var iat: Double?
    var exp: Double?
    var aud: String?
    var scope: [String]?
  }

  /// Refuses a request whose token is missing or wrong.
  func check(_ call: APICall, at now: Date) throws(APIFailure) {
    guard let field = call.headers["Authorization"] else {
      throw .notAuthorized("The request has no Authorization header")
    }
    let words = field.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw .notAuthorized("The Authorization header has no bearer token")
    }
    if let problem = problem(with: words[1], at: now, call: call) { throw .notAuthorized(problem) }
  }

  private func problem(with token: Substring, at now: Date, call: APICall) -> String? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let signature = Base64URL.decode(parts[2]),
      let header: Header = Self.decode(parts[0]), let claims: Claims = Self.decode(parts[1])
    else { return "The token is malformed" }
    guard header.alg == "ES256" else { return "The token's alg must be ES256" }
    guard header.typ == nil || header.typ == "JWT" else { return "The token's typ must be JWT" }
    guard header.kid == keyId else { return "The token's kid is not the ID of a known key" }
    let message = Array("\(parts[0]).\(parts[1])".utf8)
    guard (try? key.isValid(signature: signature, for: message)) == true else {
      return "The token's signature does not match the key"
    }
    return problem(with: claims, at: now.timeIntervalSince1970) ?? problem(with: claims.scope, call: call)
  }

  private static func decode<Value: Decodable>(_ part: Substring) -> Value? {
    Base64URL.decode(part).flatMap { try? JSONDecoder().decode(Value.self, fromBytes: $0) }
  }

  private func problem(with claims: Claims, at now: TimeInterval) -> String? {
    guard claims.aud == "appstoreconnect-v1" else { return "The token's aud must be appstoreconnect-v1" }
    if let issuerId {
      guard claims.iss == issuerId else { return "The token's iss is not the issuer of the key" }
    } else {
      guard claims.iss == nil, claims.sub == "user" else {
        return "The token of an individual key must have the sub 'user' and no iss"
      }
    }
    guard let expiry = claims.exp else { return "The token has no exp" }
    guard expiry > now else { return "The token has expired" }
    guard expiry <= now + Self.longestValidity + Self.clockTolerance else {
      return "The token's exp is more than 20 minutes from now"
    }
    guard let issued = claims.iat else { return nil }
    guard issued <= now + Self.clockTolerance else { return "The token's iat is in the future" }
    guard expiry - issued <= Self.longestValidity else {
      return "The token is valid for more than 20 minutes"
    }
    return nil
  }

  /// A scope is a list of requests, `GET /v1/apps/123/webhooks` for instance; one with a query stands for
  /// that very query.
  private func problem(with scope: [String]?, call: APICall) -> String? {
    guard let scope else { return nil }
    let request = "\(call.method) \(call.path)"
    let isAllowed = scope.contains { $0 == request || $0 == "\(call.method) \(call.target)" }
    return isAllowed ? nil : "The token's scope does not cover this request"
  }
}
