import AppStoreConnect
import Cryptography
import Platform

/// Keeps the API key, and any other private key, from being sent away as a webhook's secret.
package struct KeyGuard: Sendable {
  /// `nil` without an API key.
  private var key: Withholding?
  private var keyFile: FileStatus.Identity?

  /// Refuses whatever looks like a private key.
  package init() {}

  /// Also refuses the key of these credentials, any part of it, and its file.
  package init(_ credentials: Credentials) {
    let key = Withholding()
    key.add(credentials.privateKey)
    self.key = key
    keyFile = credentials.source.path.flatMap { FileStatus($0)?.identity }
  }

  func refuses(_ secret: Secret) -> Bool {
    KeyMaterial.holdsPrivateKey(secret) || key?.occurs(in: secret) == true
  }

  func refuses(_ file: FileStatus.Identity) -> Bool { keyFile == file }
}
