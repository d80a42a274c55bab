import Cryptography

enum PrivateKeyText {
  /// The PEM of a key given as PEM or as base64 of it. Line ends may be the two characters `\n`, as CI
  /// systems store them. Anything else is returned as it is, so that its reader can say what it is.
  static func normalized(_ secret: Secret) -> Secret {
    if let pem = pem(in: secret) { return pem }
    return Base64.decode(secret).flatMap(pem(in:)) ?? secret
  }

  /// Works on bytes: a `String` of the secret would be a copy that nobody can overwrite.
  private static func pem(in secret: Secret) -> Secret? {
    secret.withExposedBytes { text in
      guard text.firstRange(of: Array("-----BEGIN ".utf8)) != nil else { return nil }
      var lines: [UInt8] = []
      lines.reserveCapacity(text.count)
      var rest = text[...]
      while let byte = rest.popFirst() {
        switch (byte, rest.first) {
        case (UInt8(ascii: "\\"), UInt8(ascii: "n")):
          lines.append(UInt8(ascii: "\n"))
          rest.removeFirst()
        case (UInt8(ascii: "\\"), UInt8(ascii: "r")): rest.removeFirst()
        default: lines.append(byte)
        }
      }
      return Secret(taking: &lines)
    }
  }
}
