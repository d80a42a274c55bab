import Cryptography
import Synchronization
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct TokenTests {
  /// A clock that is set by hand.
  final class Clock: Sendable {
    private let seconds: Mutex<Double>
    init(_ seconds: Double) { self.seconds = Mutex(seconds) }
    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    func advance(_ by: Double) { seconds.withLock { $0 += by } }
  }

  struct Parts {
    var header: [String: String]
    var payload: Payload
    var signed: [UInt8]
    var signature: [UInt8]

    struct Payload: Decodable, Equatable {
      var iss: String?
      var sub: String?
      var iat: Int
      var exp: Int
      var aud: String
      var scope: [String]?
    }

    init(_ token: Secret) throws {
      let parts = try #require(token.exposedText).split(separator: ".", omittingEmptySubsequences: false)
      try #require(parts.count == 3)
      header = try JSONDecoder().decode(
        [String: String].self, from: Data(try #require(Base64URL.decode(parts[0]))))
      payload = try JSONDecoder().decode(Payload.self, from: Data(try #require(Base64URL.decode(parts[1]))))
      signed = Array("\(parts[0]).\(parts[1])".utf8)
      signature = try #require(Base64URL.decode(parts[2]))
    }
  }

  static func credentials(_ key: P256SigningKey, issuerId: String? = "issuer-1") -> Credentials {
    Credentials(
      keyId: "KEY1", issuerId: issuerId, privateKey: key,
      source: CredentialSource(
        kind: .options, keyIdName: "--key-id", issuerIdName: "--issuer-id", privateKeyName: "--private-key"))
  }

  static let start = 1_749_463_770.0

  @Test func teamKeys() throws {
    let key = try P256SigningKey.generate()
    let source = TokenSource(credentials: Self.credentials(key)) {
      Date(timeIntervalSince1970: Self.start + 0.9)
    }
    let parts = try Parts(source.token())
    #expect(parts.header == ["alg": "ES256", "kid": "KEY1", "typ": "JWT"])
    #expect(
      parts.payload
        == .init(
          iss: "issuer-1", sub: nil, iat: 1_749_463_710, exp: 1_749_464_610, aud: "appstoreconnect-v1",
          scope: nil))
    #expect(parts.signature.count == 64)
    let verifier = try P256VerifyingKey(pem: key.publicKeyPEM)
    #expect(try verifier.isValid(signature: parts.signature, for: parts.signed))
    let other = try P256VerifyingKey(pem: P256SigningKey.generate().publicKeyPEM)
    #expect(try !other.isValid(signature: parts.signature, for: parts.signed))
  }

  @Test func individualKeysAndScopes() throws {
    let source = try TokenSource(
      credentials: Self.credentials(.generate(), issuerId: nil), scope: ["GET /v1/apps/123/webhooks"])
    let parts = try Parts(source.token())
    #expect(parts.payload.iss == nil && parts.payload.sub == "user")
    #expect(parts.payload.scope == ["GET /v1/apps/123/webhooks"])
  }

  @Test func absentMembersAreNotWritten() throws {
    for (issuerId, absent) in [("issuer-1", "\"sub\""), (nil, "\"iss\"")] {
      let token = try TokenSource(credentials: Self.credentials(.generate(), issuerId: issuerId)).token()
      let payload = try #require(token.exposedText?.split(separator: ".")[1])
      let text = String(decoding: try #require(Base64URL.decode(payload)), as: UTF8.self)
      #expect(!text.contains(absent) && !text.contains("scope") && !text.contains("null"))
    }
  }

  @Test(arguments: [(0, 300), (300, 300), (900, 900), (1200, 1200), (3600, 1200)])
  func lifetimesStayWithinApplesLimit(seconds: Int, expected: Int) throws {
    let source = try TokenSource(credentials: Self.credentials(.generate()), lifetime: .seconds(seconds))
    let payload = try Parts(source.token()).payload
    #expect(payload.exp - payload.iat == expected)
  }

  @Test func tokensAreKeptUntilTheyNearTheirEnd() throws {
    let clock = Clock(Self.start)
    let source = try TokenSource(credentials: Self.credentials(.generate())) { clock.now }
    let first = try source.token()
    clock.advance(719)
    #expect(try source.token() == first)
    clock.advance(1)
    let second = try source.token()
    #expect(second != first)
    #expect(try Parts(second).payload.iat == Int(Self.start) + 720 - 60)
    clock.advance(10)
    #expect(try source.token() == second)
    source.renew()
    #expect(try source.token() != second)
  }

  @Test func aClockPutBackMakesANewToken() throws {
    let clock = Clock(Self.start)
    let source = try TokenSource(credentials: Self.credentials(.generate())) { clock.now }
    let first = try source.token()
    clock.advance(-60)
    #expect(try source.token() == first)
    clock.advance(-1)
    #expect(try Parts(source.token()).payload.iat == Int(Self.start) - 121)
  }

  @Test func manyTasksShareAToken() async throws {
    let source = try TokenSource(credentials: Self.credentials(.generate()))
    let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<100 { group.addTask { try source.token().exposedText } }
      return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(tokens.count == 1)
  }

  @Test(.enabled(if: OpenSSL.isInstalled, "the openssl command line is not installed"))
  func opensslAgrees() throws {
    let key = try P256SigningKey.generate()
    for _ in 0..<3 {
      let source = TokenSource(credentials: Self.credentials(key))
      let parts = try Parts(source.token())
      #expect(
        try OpenSSL.verifies(signature: parts.signature, of: parts.signed, publicKeyPEM: key.publicKeyPEM))
      #expect(
        try !OpenSSL.verifies(
          signature: parts.signature, of: parts.signed + [0], publicKeyPEM: key.publicKeyPEM))
    }
  }
}
