import Cryptography
import Synchronization

/// Derives fingerprints, each distinct secret's once: webhooks that share a secret cost no more than one.
///
/// It may be used from many tasks at once. A derivation keeps its thread busy for tens of milliseconds; different
/// secrets are derived side by side, and who asks for one that is under way waits for it.
public final class FingerprintDeriver: Sendable {
  typealias Derivation = @Sendable (Secret, FingerprintParameters) throws(CryptographyError) -> [UInt8]

  /// How it derives them.
  public let parameters: FingerprintParameters

  private let derivation: Derivation
  private let entries = Mutex<[[UInt8]: Entry]>([:])

  private final class Entry: Sendable {
    let fingerprint = Mutex<Fingerprint?>(nil)
  }

  /// Creates a deriver with the parameters of a state file.
  public convenience init(parameters: FingerprintParameters) {
    self.init(parameters: parameters) { (secret, parameters) throws(CryptographyError) in
      try PBKDF2.deriveKey(
        from: secret, salt: parameters.salt, iterations: parameters.iterations, length: Fingerprint.length)
    }
  }

  /// Creates a deriver with a derivation of the caller's.
  init(parameters: FingerprintParameters, derivation: @escaping Derivation) {
    self.parameters = parameters
    self.derivation = derivation
  }

  /// The fingerprint of a secret. A failure isn't remembered.
  public func fingerprint(of secret: Secret) throws(CryptographyError) -> Fingerprint {
    let entry = try entry(for: secret)
    return try entry.fingerprint.withLock { (known) throws(CryptographyError) in
      if let known { return known }
      guard let derived = Fingerprint(bytes: try derivation(secret, parameters)) else {
        throw CryptographyError.operationFailed("a fingerprint has not \(Fingerprint.length) bytes")
      }
      known = derived
      return derived
    }
  }

  /// The place of a secret in the memory of this deriver, found by one round of the same function: quick, and
  /// without another copy of the secret.
  private func entry(for secret: Secret) throws(CryptographyError) -> Entry {
    let key = try PBKDF2.deriveKey(
      from: secret, salt: parameters.salt, iterations: 1, length: Fingerprint.length)
    return entries.withLock { entries in
      if let entry = entries[key] { return entry }
      let entry = Entry()
      entries[key] = entry
      return entry
    }
  }
}
