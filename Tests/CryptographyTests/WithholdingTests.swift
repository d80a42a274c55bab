import TestSupport
import Testing

@testable import Cryptography

/// Texts that repeat a secret are shown without it, whatever form it comes in.
@Suite struct WithholdingTests {
  private static let secrets = [
    "canary-5Zq8Lr2Tn7Kd", "canary/With+Every\"Kind'of&<Letter>%41", "kurz-8Z!", "canary in words, ümlauts ß",
    String(repeating: "canary0123456789", count: 200),
    // Characters that a text loses when its escapes are undone.
    "canary5Zq8Lr2\u{0}57Kd/+&\"<", "canary5Zq8\u{2060}Lr2Tn\u{200B}7K/+&\"<",
    "canary\u{FF15}Zq8Lr2Tn7K/+&\"<", "canary5Zq8\u{AD}Lr2Tn\u{AD}7K",
    "canary\u{0}-5Zq8" + String(repeating: "\u{200B}", count: 20),
    "canäry-5Zé\u{272D}q8Lr2ñTn7Kd",
  ]

  private static func withholding(_ secret: String) -> Withholding {
    let withholding = Withholding()
    withholding.add(Secret(secret))
    return withholding
  }

  @Test(arguments: EchoEncoding.allCases)
  func aSecretIsFoundInEveryForm(encoding: EchoEncoding) {
    for secret in Self.secrets where secret.count > 12 || ![.wrapped].contains(encoding) {
      let echo = encoding.encode(secret)
      let shown = Self.withholding(secret).shown("Before '\(echo)', after")
      #expect(shown.hasPrefix("Before ") && shown.hasSuffix(", after"), "\(shown)")
      #expect(shown.contains(Withholding.mark))
      for piece in EchoEncoding.pieces(of: echo) { #expect(!shown.contains(piece), "\(encoding): \(shown)") }
      #expect(Self.withholding(secret).whole("x \(echo)") == "(withheld: it repeats a secret)")
    }
  }

  @Test(arguments: EchoEncoding.allCases)
  func aKeyIsFoundInEveryForm(encoding: EchoEncoding) throws {
    let key = try P256SigningKey.generate()
    let pem = try #require(key.exportPEM().exposedText)
    let withholding = Withholding()
    withholding.add(key)
    let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map(String.init)
    for text in lines + [lines.joined(), pem] {
      let echo = encoding.encode(text)
      let shown = withholding.shown("Before '\(echo)', after")
      for piece in EchoEncoding.pieces(of: encoding.encode(lines[1])) {
        #expect(!shown.contains(piece), "\(encoding): \(shown)")
      }
      #expect(withholding.occurs(in: echo))
    }
  }

  @Test func theArmorOfAKeyIsNoSecret() throws {
    let withholding = Withholding()
    withholding.add(try P256SigningKey.generate())
    let text = "give the file from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----"
    #expect(withholding.shown(text) == text)
  }

  @Test func partsAreFound() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
    let withholding = Self.withholding(token)
    for part in token.split(separator: ".") {
      #expect(withholding.shown("part \(part)") == "part (withheld)")
    }
    #expect(withholding.shown("cut \(token.prefix(14))…") == "cut (withheld)…")
  }

  @Test func severalSecretsAreWithheldApart() {
    let withholding = Self.withholding("canary-first-secret")
    withholding.add(Secret("canary-other-secret"))
    #expect(
      withholding.shown("a canary-first-secret b canary-other-secret c") == "a (withheld) b (withheld) c")
  }

  /// A secret made of ordinary words could otherwise match across the end of one text and the start of the next.
  @Test func documentsStayDocuments() {
    let withholding = Self.withholding("a-triage-secret-of-tests")
    let document =
      "{\"name\": \"Crash triage\",\n  \"secret\": \"of-tests\", \"b\": \"x \\\"a-triage-secret-of-tests\\\\\"}"
    #expect(
      withholding.shown(json: document)
        == "{\"name\": \"Crash triage\",\n  \"secret\": \"of-tests\", \"b\": \"x \\\"(withheld)\\\\\"}")
    #expect(withholding.shown(json: "{\"a\": \"triage secret of tests") == "{\"a\": \"(withheld)")
    #expect(withholding.shown(document, isLines: true) != document)
  }

  @Test func shortSecretsAreShown() {
    #expect(Self.withholding("release").shown("the release") == "the release")
    #expect(Self.withholding("released").shown("the released app") == "the (withheld) app")
  }

  @Test func otherTextsStayAsTheyAre() {
    let withholding = Self.withholding("c2b1f0d97a5e4f3e9d8b7a6c5f4e3d2c")
    for text in [
      "", "plan", "100 % of \\n & more; &amp; %41 \\u0041", "c2b1f0d97a5", "Grüße 👩‍👩‍👧 \u{FF20}",
      "https://a.example/b?c=d@e",
      String(repeating: "line of a long text\n", count: 10_000),
    ] {
      #expect(withholding.shown(text) == text)
      #expect(withholding.shown(text, isLines: true) == text)
      #expect(!withholding.occurs(in: text))
    }
  }

  @Test func aLongTextIsSearchedToItsEnd() {
    let line = "a line of a long text, with nothing in it\n"
    let text = String(repeating: line, count: 5_000)
    let shown = Self.withholding("canary-secret").shown(text + "canary-secret\n" + text, isLines: true)
    #expect(shown == text + "(withheld)\n" + text)
  }

  @Test func twoRunsDoNotKnowOfEachOther() {
    let first = Self.withholding("canary-secret")
    #expect(Self.withholding("another-secret").shown("canary-secret") == "canary-secret")
    #expect(first.shown("canary-secret") == "(withheld)")
  }
}
