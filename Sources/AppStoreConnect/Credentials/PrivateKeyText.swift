import Cryptography

/// Brings a private key's text, as files and CI systems hold it, into PEM.
enum PrivateKeyText {
  /// Takes PEM or base64 of it, in which line ends may be the two characters `\n`, as CI systems store them.
  /// What isn't recognised is handed on as it is, for the reader to say what it is.
  static func normalized(_ secret: Secret) -> Secret {
    if let pem = pem(in: secret) { return pem }
    return Base64.decode(secret).flatMap(pem(in:)) ?? secret
  }

  private static func pem(in secret: Secret) -> Secret? {
    guard let text = secret.exposedText, text.contains("-----BEGIN ") else { return nil }
    return text.contains("\\n")
      ? Secret(text.replacing("\\r", with: "").replacing("\\n", with: "\n")) : secret
  }
}
