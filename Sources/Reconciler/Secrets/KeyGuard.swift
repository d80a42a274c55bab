import AppStoreConnect
import Cryptography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Keeps the API key, and any other private key, from becoming a webhook's secret: that would send it away.
package struct KeyGuard: Sendable {
  private struct FileIdentity: Hashable, Sendable {
    var device: UInt64
    var node: UInt64

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      node = UInt64(status.st_ino)
    }
  }

  /// Knows the API key and nothing else; `nil` without one.
  private let key: Withholding?
  private let keyFile: FileIdentity?

  /// Refuses what is a private key by its look.
  package init() {
    key = nil
    keyFile = nil
  }

  /// Refuses the key of these credentials besides, also a part of it, and its file.
  package init(_ credentials: Credentials) {
    let key = Withholding()
    key.add(credentials.privateKey)
    self.key = key
    var status = stat()
    keyFile = credentials.source.path.flatMap { stat($0, &status) == 0 ? FileIdentity(status) : nil }
  }

  /// Whether a secret is a private key, or has a part of the API key in it.
  func refuses(_ secret: Secret) -> Bool {
    KeyMaterial.holdsPrivateKey(secret) || key?.occurs(in: secret) == true
  }

  /// Whether a file is that of the API key, by whatever name.
  func refuses(_ status: stat) -> Bool { keyFile == FileIdentity(status) }
}
