import Cryptography
import TestSupport
import Testing
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct SignatureVerifierTests {
  private let body = Array(#"{"data":{"type":"webhookPingCreated","id":"1"}}"#.utf8)

  private func signature(_ body: [UInt8], _ secret: String) throws -> String {
    Hexadecimal.encode(try HMACSHA256.authenticationCode(for: body, key: Secret(secret)))
  }

  /// RFC 4231, test case 2.
  @Test func knowsTheStandardsAnswer() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("Jefe")])
    let verdict = verifier.verify(
      Array("what do ya want for nothing?".utf8),
      signature: "hmacsha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(verdict == .valid(secretIndex: 0))
    #expect(verdict.isValid)
  }

  /// The test vector that Apple publishes.
  @Test func knowsApplesAnswer() {
    let signature = "hmacsha256=7f062172b01cb00b53ca068614674a3d982a34062a0f5d37687d5e3377e54657"
    let verifier = SignatureVerifier(secrets: [WebhookSecret("This is my secret")])
    #expect(verifier.verify("Hello, World!".utf8, signature: signature).isValid)
    #expect(!verifier.verify("Hello, World".utf8, signature: signature).isValid)
  }

  /// Servers keep bodies in one piece of memory, in several, or in none.
  @Test func takesAnyCollectionOfBytes() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    let text = try signature(body, "example")
    let framed = [0] + body + [0]
    #expect(verifier.verify(framed[1...body.count], signature: text).isValid)
    #expect(verifier.verify(Data(framed)[1...body.count], signature: text).isValid)
    #expect(verifier.verify(body.lazy.map { $0 }, signature: text).isValid)
    #expect(
      verifier.verify([body[..<9], body[9...]].joined().reversed().reversed(), signature: text).isValid)
    #expect(!verifier.verify(framed.lazy.map { $0 }, signature: text).isValid)
  }

  @Test func acceptsEverySpellingOfASignature() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    let digits = try signature(body, "example")
    for text in [
      digits, "hmacsha256=" + digits, digits.uppercased(), "hmacsha256=" + digits.uppercased(),
      "HMACSHA256=" + digits, "  hmacsha256=\(digits)\t", "\t\(digits) ",
    ] {
      #expect(verifier.verify(body, signature: text) == .valid(secretIndex: 0), "\(text.prefix(12))")
    }
  }

  @Test func acceptsAnyOfSeveralSecrets() throws {
    let verifier = SignatureVerifier(secrets: ["new", "", "old", "old"].map { WebhookSecret($0) })
    #expect(try verifier.verify(body, signature: signature(body, "new")) == .valid(secretIndex: 0))
    #expect(try verifier.verify(body, signature: signature(body, "old")) == .valid(secretIndex: 2))
    #expect(try verifier.verify(body, signature: signature(body, "other")) == .invalid(.mismatch))
  }

  @Test func refusesTheSignatureOfAnotherBody() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    let text = try signature(body, "example")
    #expect(verifier.verify(body + [0x0A], signature: text) == .invalid(.mismatch))
    #expect(verifier.verify([], signature: text) == .invalid(.mismatch))
    #expect(try verifier.verify([], signature: signature([], "example")).isValid)
  }

  @Test func refusesEveryChangedDigit() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    let digits = Array(try signature(body, "example"))
    for index in digits.indices {
      var changed = digits
      changed[index] = changed[index] == "0" ? "1" : "0"
      #expect(verifier.verify(body, signature: String(changed)) == .invalid(.mismatch))
    }
  }

  private static let zeros = String(repeating: "0", count: 63)

  @Test(
    arguments: [
      (nil, .missingSignature),
      ("", .missingSignature),
      (" \t", .missingSignature),
      ("hmacsha256=", .missingSignature),
      ("sha256=" + zeros + "0", .unknownAlgorithm),
      ("=" + zeros + "0", .unknownAlgorithm),
      ("hmacsha256 =" + zeros + "0", .unknownAlgorithm),
      ("hmacsha256=" + zeros, .wrongLength(digits: 63)),
      ("hmacsha256=" + zeros + "00", .wrongLength(digits: 65)),
      ("hmacsha256= " + zeros + "0", .wrongLength(digits: 65)),
      ("hmacsha256=hmacsha256=" + zeros, .wrongLength(digits: 74)),
      (zeros + "g", .notHexadecimal),
      (String(zeros.dropLast()) + "é", .notHexadecimal),
      (zeros + "0", .mismatch),
    ] as [(String?, SignatureVerdict.Reason)]) func saysWhyItRefuses(
      signature: String?, reason: SignatureVerdict.Reason
    )
  {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    #expect(verifier.verify(body, signature: signature) == .invalid(reason))
    #expect(!verifier.verify(body, signature: signature).isValid)
  }

  @Test func refusesWithoutASecret() throws {
    let signed = try signature(body, "")
    for secrets in [[], [WebhookSecret("")]] {
      #expect(SignatureVerifier(secrets: secrets).verify(body, signature: signed) == .invalid(.noSecret))
    }
  }

  @Test func showsNeitherSecretNorExpectedSignature() throws {
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example-secret")])
    let verdict = verifier.verify(body, signature: Self.zeros + "0")
    var text = "\(verifier) \(verdict)"
    dump(verifier, to: &text)
    dump(verdict, to: &text)
    print(WebhookSecret("example-secret"), [WebhookSecret("example-secret")], to: &text)
    #expect(try !text.contains(signature(body, "example-secret")))
    #expect(!text.contains("example-secret"))
  }

  private static let openssl: String? = [
    "/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl",
  ]
  .first { (path: String) in access(path, X_OK) == 0 }

  @Test(.enabled(if: openssl != nil, "openssl is not installed"), arguments: [0, 1, 9_000])
  func agreesWithOpenSSL(words: Int)
    async throws
  {
    let program = try #require(Self.openssl)
    let body = String(repeating: "\u{1F514} long ", count: words)
    let result = try await Command(
      program, ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "key:example"], input: body
    ).run()
    let digits = try #require(result.output.split(separator: " ").last?.prefix(64))
    let verifier = SignatureVerifier(secrets: [WebhookSecret("example")])
    #expect(verifier.verify(Array(body.utf8), signature: "hmacsha256=\(digits)").isValid)
  }

  /// Random secrets of lengths around the hash's block, and bodies that aren't text.
  @Test(
    .enabled(if: openssl != nil, "openssl is not installed"), arguments: [1, 31, 63, 64, 65, 200])
  func agreesWithOpenSSLForAnyBytes(length: Int) async throws {
    let program = try #require(Self.openssl)
    var generator = SeededGenerator(seed: UInt64(length))
    let key = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let body = (0..<length * 37).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var command = Command(
      program, ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(Hexadecimal.encode(key))"])
    command.input = body
    let digits = try #require(try await command.run().output.split(separator: " ").last?.prefix(64))
    let verifier = SignatureVerifier(secrets: [WebhookSecret("other"), WebhookSecret(key)])
    #expect(verifier.verify(body, signature: "hmacsha256=\(digits)") == .valid(secretIndex: 1))
  }
}
