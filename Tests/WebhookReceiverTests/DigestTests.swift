import Cryptography
import TestSupport
import Testing

@testable import WebhookReceiver

/// The library's own SHA-256 and HMAC, against the standards and against libcrypto.
@Suite struct DigestTests {
  private func digest(_ bytes: some Sequence<UInt8>) -> String {
    Hexadecimal.encode(WebhookReceiver.SHA256.digest(bytes))
  }

  private func code(_ message: [UInt8], key: [UInt8]) -> String {
    Hexadecimal.encode(WebhookReceiver.HMACSHA256.authenticationCode(for: message, key: key))
  }

  /// NIST's examples for FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]) func hashesAsTheStandardSays(message: String, expected: String) {
    #expect(digest(message.utf8) == expected)
  }

  /// RFC 4231, all test cases.
  @Test func signsAsTheStandardSays() {
    func bytes(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let large = "Test Using Larger Than Block-Size Key - Hash Key First"
    let both = """
      This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed \
      before being used by the HMAC algorithm.
      """
    let cases: [(key: [UInt8], message: [UInt8], code: String)] = [
      (
        bytes(0x0B, 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (bytes(0xAA, 20), bytes(0xDD, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
      (Array(1...25), bytes(0xCD, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
      (bytes(0x0C, 20), Array("Test With Truncation".utf8), "a3b6167473100ee06e0c796c2955552b"),
      (
        bytes(0xAA, 131), Array(large.utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        bytes(0xAA, 131), Array(both.utf8), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ]
    for (index, example) in cases.enumerated() {
      let code = code(example.message, key: example.key)
      #expect(code.hasPrefix(example.code), "test case \(index + 1)")
    }
  }

  /// Random bytes of every length around one and two blocks, and of many others.
  @Test func agreesWithLibcrypto() throws {
    var generator = SeededGenerator(seed: 4231)
    let lengths = Array(0...200) + (0..<40).map { _ in Int.random(in: 200...9_000, using: &generator) }
    for length in lengths {
      let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let keyLength = Int.random(in: 1...140, using: &generator)
      let key = (0..<keyLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let hash = try Cryptography.SHA256.digest(message)
      #expect(WebhookReceiver.SHA256.digest(message) == hash, "\(length) bytes")
      let code = try Cryptography.HMACSHA256.authenticationCode(for: message, key: Secret(key))
      let own = WebhookReceiver.HMACSHA256.authenticationCode(for: message, key: key)
      #expect(own == code, "\(length) bytes, a key of \(keyLength)")
    }
  }

  @Test func takesBytesInPieces() {
    var generator = SeededGenerator(seed: 180)
    let message = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for _ in 0..<50 {
      var hash = WebhookReceiver.SHA256()
      var rest = message[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...130, using: &generator)
        hash.update(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(hash.finish() == WebhookReceiver.SHA256.digest(message))
    }
  }

  @Test func comparesEveryBit() {
    let code = WebhookReceiver.SHA256.digest([])
    #expect(WebhookReceiver.HMACSHA256.areEqual(code, code))
    #expect(!WebhookReceiver.HMACSHA256.areEqual(code, Array(code.dropLast())))
    for index in code.indices {
      for bit in 0..<8 {
        var other = code
        other[index] ^= 1 << UInt8(bit)
        #expect(!WebhookReceiver.HMACSHA256.areEqual(code, other))
      }
    }
  }
}
