import TestSupport
import Testing

@testable import Cryptography

@Suite struct KeyMaterialTests {
  /// A key in the forms in which it may be pasted in the wrong place.
  static func forms(of key: P256SigningKey) throws -> [String] {
    let pem = try #require(key.exportPEM().exposedText)
    let base64 = Base64.encode(Array(pem.utf8))
    let body = pem.split(separator: "\n").dropFirst().dropLast().joined()
    let der = try #require(Base64.decode(body))
    return [
      pem, pem.replacing("\n", with: " "), pem.replacing("\n", with: #"\n"#),
      pem.replacing("\n", with: "\r\n"),
      pem.replacing("\n", with: ""), String(pem.dropLast(60)), String(pem.dropFirst(8)), "\u{FEFF}" + pem,
      "\"\(pem)\"", base64, Base64URL.encode(Array(pem.utf8)), EchoEncoding.base64Lines.encode(pem), body,
      Base64URL.encode(der), String(base64.prefix(200)), String(base64.dropFirst(37)),
      Base64.encode(Array(base64.utf8)),
      Hexadecimal.encode(Array(pem.utf8)), Hexadecimal.encode(der),
      EchoEncoding.percentEverything.encode(pem),
      #"{"key_id":"K","issuer_id":"I","key":"\#(pem.replacing("\n", with: #"\n"#))"}"#,
      #"{"key_id":"K","key":"\#(base64)","is_key_content_base64":true}"#,
    ]
  }

  @Test func keysAreRecognized() throws {
    let key = try P256SigningKey.generate()
    for (index, form) in try Self.forms(of: key).enumerated() {
      #expect(KeyMaterial.isIn(form), "form \(index)")
      #expect(KeyMaterial.holdsPrivateKey(Secret(form)), "form \(index)")
      #expect(!PlainText.isPath(form), "form \(index)")
      #expect(!PlainText.isIdentifier(form), "form \(index)")
    }
  }

  @Test func otherKindsOfKeysAndTokensAreRecognized() throws {
    let key = try P256SigningKey.generate()
    #expect(KeyMaterial.isIn(key.publicKeyPEM))
    #expect(KeyMaterial.isIn("Bearer eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"))
    #expect(!KeyMaterial.holdsPrivateKey(Secret(key.publicKeyPEM)))
  }

  /// The last part of a key has no mark of what it is, but isn't shown either.
  @Test func whatIsLeftOfAKeyIsNoPath() throws {
    let pem = try #require(P256SigningKey.generate().exportPEM().exposedText)
    let body = pem.split(separator: "\n").dropFirst().dropLast().joined()
    for count in [40, 60, 80] {
      let rest = String(body.suffix(count))
      #expect(!PlainText.isPath(rest) && !PlainText.isIdentifier("x" + rest))
    }
  }

  @Test(arguments: [
    "webhooks.yaml", "./private_keys/AuthKey_2X9R4HXF34.p8",
    "~/.appstoreconnect/private_keys/AuthKey_2X9R4HXF34.p8",
    "/login/private_keys/begin.p8", "/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/plan.json", "-",
    "/dev/fd/63",
    #"C:\keys\AuthKey.p8"#, "Meine Schlüssel/Ä.p8", "/tmp", "release-bot-webhook-secret-2026.txt",
    "builds/6f1f8c2e-4b1a-4c38-9d7e-1f2a3b4c5d6e/plan.json",
  ])
  func pathsArePaths(path: String) {
    #expect(PlainText.isPath(path))
    #expect(!KeyMaterial.isIn(path))
  }

  @Test func aFileThatIsThereIsAPath() throws {
    try TemporaryDirectory.with { directory in
      let name = "0123456789abcdef0123456789abcdef0123456789abcdef"
      #expect(!PlainText.isPath(directory.file(name)))
      try directory.write("", to: name)
      #expect(PlainText.isPath(directory.file(name)))
      try directory.write("", to: "\(name)x/y")
      #expect(PlainText.isPath(directory.file("\(name)x/new.json")))
      #expect(!PlainText.isPath(directory.file("\(name)y/new.json")))
    }
  }

  @Test(arguments: ["2X9R4HXF34", "57246542-96fe-1a63-e053-0824d011072a", "K", "1234567890"])
  func identifiersAreIdentifiers(id: String) {
    #expect(PlainText.isIdentifier(id))
  }

  @Test(arguments: ["a b", "\"K\"", "K\n", "ключ", "a/b", String(repeating: "A", count: 65)])
  func othersAreNot(id: String) {
    #expect(!PlainText.isIdentifier(id))
  }
}
