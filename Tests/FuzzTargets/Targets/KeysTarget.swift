import AppStoreConnect
import Cryptography

/// Any bytes as a key file: PEM, its base64, or fastlane's JSON.
enum KeysTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    if let key = try? P256SigningKey(pem: Secret(input)) {
      let signature = try? key.signature(for: [1, 2, 3])
      try Violation.unless(signature?.count == 64, "a key that was accepted doesn't sign")
    }
    _ = try? P256VerifyingKey(pem: String(decoding: input, as: UTF8.self))
    let files = CredentialFiles { _ throws(CredentialFiles.Failure) in
      CredentialFiles.Contents(bytes: Secret(input), permissions: 0o600)
    }
    for name in ["APP_STORE_CONNECT_API_KEY_PATH", "ASC_PRIVATE_KEY_PATH"] {
      do {
        let environment = [name: "key", "ASC_KEY_ID": "A", "ASC_ISSUER_ID": "B"]
        _ = try Credentials.load(options: CredentialOptions(), environment: environment, files: files)
      } catch {
        try Violation.unlessPrintable("\(error)")
      }
    }
  }
}
