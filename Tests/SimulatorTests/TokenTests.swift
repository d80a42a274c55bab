import AppStoreConnect
import Cryptography
import Simulator
import Testing

@Suite struct TokenTests {
  private static let now = 1_800_000_000

  private struct Signer {
    let key: P256SigningKey
    let other: P256SigningKey

    init() throws {
      key = try P256SigningKey.generate()
      other = try P256SigningKey.generate()
    }

    func verifier(issuer: String?) throws -> TokenVerifier {
      TokenVerifier(key: try P256VerifyingKey(pem: key.publicKeyPEM), keyId: "KEY1", issuerId: issuer)
    }

    func token(_ header: String, _ claims: String, byAnother: Bool = false) throws -> String {
      let text = [header, claims].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
      let signature = try (byAnother ? other : key).signature(for: Array(text.utf8))
      return "\(text).\(Base64URL.encode(signature))"
    }
  }

  private static let header = #"{"alg":"ES256","kid":"KEY1","typ":"JWT"}"#

  private static func claims(
    _ who: String = #""iss":"issuer-1""#, issued: Int = now, expiry: Int = now + 1200,
    audience: String = "appstoreconnect-v1", more: String = ""
  ) -> String {
    "{\(who),\"iat\":\(issued),\"exp\":\(expiry),\"aud\":\"\(audience)\"\(more)}"
  }

  private func status(_ bench: Bench, _ authorization: String?) throws -> Int {
    let headers = authorization.map { [("authorization", $0)] } ?? []
    let reply = try bench.endpoint.send("GET", "/v1/apps?limit=1", headers: headers, body: "")
    if reply.status == 401 { #expect(try reply.errors == ["NOT_AUTHORIZED"]) }
    return reply.status
  }

  @Test(arguments: Way.allCases) func letsGoodTokensIn(way: Way) throws {
    let signer = try Signer()
    let verifier = try signer.verifier(issuer: "issuer-1")
    let bench = try Bench(way) { $0.tokens = verifier }
    for claims in [
      Self.claims(), Self.claims(issued: Self.now - 600, expiry: Self.now + 1),
      Self.claims(more: #","scope":["GET /v1/apps"]"#),
      Self.claims(more: #","scope":["GET /v1/apps?limit=1"]"#),
      Self.claims(issued: Self.now + 30, expiry: Self.now + 1230),
    ] {
      let token = try signer.token(Self.header, claims)
      #expect(try status(bench, "Bearer \(token)") == 200)
      #expect(try status(bench, "bearer \(token)") == 200)
    }
  }

  @Test func refusesBadTokens() throws {
    let signer = try Signer()
    let verifier = try signer.verifier(issuer: "issuer-1")
    let bench = try Bench { $0.tokens = verifier }
    let good = try signer.token(Self.header, Self.claims())
    #expect(try status(bench, nil) == 401)
    for field in [
      "", "Bearer", "Bearer ", "Basic \(good)", good, "Bearer  \(good)", "Bearer \(good).x", "Bearer a.b.c",
      "Bearer \(good.dropLast(3))", "Bearer \(good)=",
    ] {
      #expect(try status(bench, field) == 401)
    }
    for header in [
      #"{"alg":"none","kid":"KEY1"}"#, #"{"alg":"HS256","kid":"KEY1"}"#, #"{"alg":"ES256","kid":"KEY2"}"#,
      #"{"alg":"ES256"}"#, #"{"alg":"ES256","kid":"KEY1","typ":"JWE"}"#, "[]", "nonsense",
    ] {
      #expect(try status(bench, "Bearer \(signer.token(header, Self.claims()))") == 401)
    }
    for claims in [
      Self.claims(#""iss":"issuer-2""#), Self.claims(#""sub":"user""#), Self.claims(audience: "other"),
      Self.claims(issued: Self.now - 1200, expiry: Self.now), Self.claims(expiry: Self.now + 1201),
      Self.claims(issued: Self.now + 3600, expiry: Self.now + 4800),
      Self.claims(more: #","scope":["GET /v1/apps/1001"]"#), Self.claims(more: #","scope":[]"#),
      Self.claims(more: #","scope":["POST /v1/apps"]"#),
      #"{"iss":"issuer-1","aud":"appstoreconnect-v1"}"#, "{}", "nonsense",
    ] {
      #expect(try status(bench, "Bearer \(signer.token(Self.header, claims))") == 401)
    }
    #expect(try status(bench, "Bearer \(signer.token(Self.header, Self.claims(), byAnother: true))") == 401)
    bench.clock.advance(by: 1200)
    #expect(try status(bench, "Bearer \(good)") == 401)
  }

  @Test func knowsIndividualKeys() throws {
    let signer = try Signer()
    let verifier = try signer.verifier(issuer: nil)
    let bench = try Bench { $0.tokens = verifier }
    func status(_ who: String) throws -> Int {
      try self.status(bench, "Bearer \(signer.token(Self.header, Self.claims(who)))")
    }
    #expect(try status(#""sub":"user""#) == 200)
    #expect(try status(#""sub":"someone""#) == 401)
    #expect(try status(#""iss":"issuer-1""#) == 401)
    #expect(try status(#""iss":"issuer-1","sub":"user""#) == 401)
  }
}
