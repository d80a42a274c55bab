import Cryptography
import Testing

@Suite struct DigestTests {
  private func hex(_ text: String) throws -> [UInt8] { try #require(Hexadecimal.decode(text)) }

  /// FIPS 180-4's examples, and its message of a million letters.
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func sha256(_ text: String, _ times: Int, _ expected: String) throws {
    let digest = try SHA256.digest(Array(String(repeating: text, count: times).utf8))
    #expect(Hexadecimal.encode(digest) == expected)
  }

  /// RFC 4231, section 4 (test case 5 is about truncation, which isn't offered).
  @Test(arguments: [
    (
      String(repeating: "0b", count: 20), "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      "0102030405060708090a0b0c0d0e0f10111213141516171819", String(repeating: "cd", count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      String(repeating: "aa", count: 131),
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func hmacSHA256(_ key: String, _ message: String, _ expected: String) throws {
    let code = try HMACSHA256.authenticationCode(for: hex(message), key: Secret(hex(key)))
    #expect(Hexadecimal.encode(code) == expected)
  }

  @Test func hmacOfNothingUnderNoKey() throws {
    let code = try HMACSHA256.authenticationCode(for: [], key: Secret([]))
    #expect(
      Hexadecimal.encode(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  /// RFC 6070's inputs with SHA-256, and RFC 7914, section 11.
  @Test(arguments: [
    ("password", "salt", 1, 32, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
    ("password", "salt", 2, 32, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
    ("password", "salt", 4096, 32, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    (
      "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 40,
      "348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9"
    ),
    ("pass\0word", "sa\0lt", 4096, 16, "89b69d0516f829893c696226650a8687"),
    (
      "passwd", "salt", 1, 64,
      "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    ),
  ])
  func pbkdf2(_ secret: String, _ salt: String, _ iterations: Int, _ length: Int, _ expected: String) throws {
    let key = try PBKDF2.deriveKey(
      from: Secret(secret), salt: Array(salt.utf8), iterations: iterations, length: length)
    #expect(Hexadecimal.encode(key) == expected)
  }

  @Test func pbkdf2TakesEmptyInputs() throws {
    let key = try PBKDF2.deriveKey(from: Secret(""), salt: [], iterations: 1, length: 32)
    // The first block, computed by hand: the HMAC of the salt and the block number 1.
    #expect(try key == HMACSHA256.authenticationCode(for: [0, 0, 0, 1], key: Secret("")))
  }

  @Test(arguments: [(0, 32), (-1, 32), (1, 0), (1, -1), (Int.max, 32), (1, Int.max)])
  func pbkdf2RefusesImpossibleNumbers(_ iterations: Int, _ length: Int) {
    #expect(throws: CryptographyError.self) {
      try PBKDF2.deriveKey(from: Secret("x"), salt: [1], iterations: iterations, length: length)
    }
  }
}
