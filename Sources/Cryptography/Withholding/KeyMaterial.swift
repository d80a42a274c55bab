/// Recognises keys where something else belongs: a path, an ID, a webhook's secret. A key comes as PEM, with
/// line breaks, without them or with `\n` for each; as base64 of PEM or DER, also for URLs; in hexadecimal;
/// as fastlane's JSON file or a JSON web key; and with either end cut off.
package enum KeyMaterial {
  package static func holdsPrivateKey(_ secret: Secret) -> Bool {
    secret.withExposedBytes { secret in
      var bytes = Array(secret)
      defer { bytes.wipe() }
      return contains(privateMarks, bytes)
    }
  }

  /// Whether a text contains a key, or a token made with one, so that it can't be a path or an ID.
  package static func isIn(_ text: String) -> Bool {
    guard text.utf8.count >= shortest else { return false }
    let bytes = Array(text.utf8)
    return contains(marks, bytes) || isToken(bytes)
  }

  /// Anything shorter gives nothing of a key away.
  private static let shortest = 16

  private struct Marks: Sendable {
    let all: [[UInt8]]
    private let isFirst: [Bool]

    init(_ all: [[UInt8]]) {
      self.all = all
      isFirst = (0...UInt8.max).map { byte in all.contains { $0.first == byte } }
    }

    func areIn(_ bytes: [UInt8]) -> Bool {
      bytes.indices.contains { index in
        isFirst[Int(bytes[index])] && all.contains { bytes[index...].starts(with: $0) }
      }
    }
  }

  private static let privateMarks = Marks(
    texts([
      "PRIVATE KEY-----", "BEGIN PRIVATE KEY", "BEGIN EC PRIVATE", "BEGIN RSA PRIVATE",
      "BEGIN OPENSSH PRIVATE",
    ])
      + texts([#""kty":"EC""#, #""kty": "EC""#])
      // PKCS#8 for P-256, of both lengths in use, up to the key.
      + [[0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]]
      + [[0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20], [0x30, 0x6B, 0x02, 0x01, 0x01, 0x04, 0x20]]
      // PKCS#8 for RSA.
      + [[0x02, 0x01, 0x00, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01]])

  private static let marks = Marks(
    privateMarks.all + texts(["-----BEGIN", "-----END", #""key_id""#, #""issuer_id""#])
      // The curve P-256, in whatever holds a key.
      + [[0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]])

  private static func texts(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// Also looks into the bytes that the text may be the base64 or the hexadecimal digits of.
  private static func contains(_ marks: Marks, _ text: [UInt8], depth: Int = 2) -> Bool {
    var view: DecodedText? = DecodedText(text)
    while let current = view {
      if marks.areIn(current.bytes) { return true }
      view = current.bytes.count > 1 << 17 ? nil : current.decoded()
    }
    guard depth > 0, text.count >= 16 else { return false }
    // Wherever the beginning of a piece was cut off, one of these starts with a whole byte.
    let sixes = text.compactMap(Base64.value(of:))
    let fours = text.compactMap(Hexadecimal.value(of:))
    return (0..<4).contains { start in
      contains(marks, PackedBits.bytes(sixes.dropFirst(start), width: 6), depth: depth - 1)
        || start < 2 && contains(marks, PackedBits.bytes(fours.dropFirst(start), width: 4), depth: depth - 1)
    }
  }

  /// Whether it is a JSON web token, or its first two parts.
  private static func isToken(_ text: [UInt8]) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count > 1 && parts[1].starts(with: "eyJ".utf8) && parts[0].suffix(200).contains("eyJ".utf8)
  }
}
