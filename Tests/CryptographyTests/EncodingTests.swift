import Cryptography
import TestSupport
import Testing

@Suite struct EncodingTests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64(_ text: String, _ encoded: String) {
    let bytes = Array(text.utf8)
    let unpadded = String(encoded.prefix { $0 != "=" })
    #expect(Base64.encode(bytes) == encoded)
    #expect(Base64.decode(encoded) == bytes)
    #expect(Base64URL.encode(bytes) == unpadded)
    #expect(Base64URL.decode(unpadded) == bytes)
  }

  @Test func alphabetsDifferInTwoCharacters() {
    let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]
    #expect(Base64.encode(bytes) == "++//")
    #expect(Base64URL.encode(bytes) == "--__")
    #expect(Base64.decode("--__") == nil)
    #expect(Base64URL.decode("++//") == nil)
  }

  @Test func whitespaceIsSkippedInStandardOnly() {
    #expect(Base64.decode(" Zm9v\r\n\tYmFy\n") == Array("foobar".utf8))
    #expect(Base64.decode("Zg=\n=") == Array("f".utf8))
    #expect(Base64URL.decode("Zm9v\nYmFy") == nil)
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Zm9v=", "=", "Zg==Zg==", "Zm9vY", "Zh==", "Zm9=", "Zm!v", "Zmä=",
  ])
  func damagedBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

  @Test(arguments: ["Z", "Zg==", "Zh", "Zm9vY", "Zm 9", "Zm9v="])
  func damagedBase64URL(_ text: String) { #expect(Base64URL.decode(text) == nil) }

  @Test func base64OfASecretStaysSecret() {
    #expect(Base64.decode(Secret("Zm9v\n")) == Secret("foo"))
    #expect(Base64.decode(Secret("not base64")) == nil)
  }

  @Test func hexadecimal() {
    #expect(Hexadecimal.encode([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
    #expect(Hexadecimal.decode("000fA5Ff") == [0x00, 0x0F, 0xA5, 0xFF])
    #expect(Hexadecimal.decode("") == [])
    for text in ["0", "0g", "0x00", "00 ", "ä0"] { #expect(Hexadecimal.decode(text) == nil) }
  }

  @Test func everythingComesBack() {
    var generator = SeededGenerator(seed: 7)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
    }
  }
}
