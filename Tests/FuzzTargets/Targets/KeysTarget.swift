import AppStoreConnect
import Cryptography

/// Any bytes as a key file: PEM, its base64, or fastlane's JSON.
enum KeysTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    do {
      let key = try P256SigningKey(pem: Secret(input))
      let signature = try? key.signature(for: [1, 2, 3])
      try Violation.unless(signature?.count == 64, "a key that was accepted doesn't sign")
    } catch let error as KeyError {
      try check(error)
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation("another error: \(error)")
    }
    do {
      _ = try P256VerifyingKey(pem: String(decoding: input, as: UTF8.self))
    } catch {
      try check(error)
    }
    let files = CredentialFiles { _ throws(CredentialFiles.Failure) in
      CredentialFiles.Contents(bytes: Secret(input), permissions: 0o600)
    }
    for name in ["APP_STORE_CONNECT_API_KEY_PATH", "ASC_PRIVATE_KEY_PATH"] {
      do {
        let environment = [name: "key", "ASC_KEY_ID": "A", "ASC_ISSUER_ID": "B"]
        _ = try Credentials.load(options: CredentialOptions(), environment: environment, files: files)
      } catch {
        try Violation.unlessPrintable("\(error)")
        try check(error)
      }
    }
  }

  /// Errors are printed, dumped and logged: none holds anything of the file, and the debug text shows all.
  private static func check(_ error: any Error) throws(Violation) {
    var text = ""
    dump(error, to: &text)
    text += String(reflecting: error)
    try Violation.unlessPrintable(text, multiline: true)
    // Beside ASCII there are the ellipsis of file names and what `dump` begins lines with.
    let isOurs = text.unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" || $0 == "▿" }
    try Violation.unless(isOurs && text.utf8.count < 3_000, "bytes of the file: \(text)")
  }
}
