import Cryptography
import Planning
import Platform
import Synchronization

/// Derives fingerprints, once for each distinct secret and count of rounds, however many webhooks share it.
///
/// Tasks can use it concurrently. A derivation takes tens of milliseconds, so ``derive(_:iterations:)`` uses its own
/// threads, one per processor; anyone who asks for a derivation under way waits for it.
package final class FingerprintDeriver: Sendable {
  typealias Derivation = @Sendable (Secret, FingerprintParameters) throws(CryptographyError) -> [UInt8]

  package let parameters: FingerprintParameters

  private let derivation: Derivation
  private let entries = Mutex<[Key: Entry]>([:])

  private struct Key: Hashable {
    var digest: [UInt8]
    var iterations: Int
  }

  private final class Entry: Sendable {
    let fingerprint = Mutex<Fingerprint?>(nil)
  }

  package convenience init(parameters: FingerprintParameters) {
    self.init(parameters: parameters) { (secret, parameters) throws(CryptographyError) in
      try PBKDF2.deriveKey(
        from: secret, salt: parameters.salt, iterations: parameters.iterations, length: Fingerprint.length)
    }
  }

  init(parameters: FingerprintParameters, derivation: @escaping Derivation) {
    self.parameters = parameters
    self.derivation = derivation
  }

  package func iterations(for secret: Secret) -> Int? {
    let few = FingerprintParameters.fewIterations
    return parameters.iterations > few && SecretStrength(of: secret) == .random ? few : nil
  }

  /// Derived on the calling thread. A failure isn't remembered.
  package func fingerprint(
    of secret: Secret, iterations: Int? = nil
  ) throws(CryptographyError) -> Fingerprint {
    guard let parameters = parameters.with(iterations: iterations) else {
      throw .operationFailed("a fingerprint can't have that many rounds")
    }
    let entry = try entry(for: secret, parameters)
    return try entry.fingerprint.withLock { (known) throws(CryptographyError) in
      if let known { return known }
      guard let derived = Fingerprint(bytes: try derivation(secret, parameters)) else {
        throw CryptographyError.operationFailed("a fingerprint doesn't have \(Fingerprint.length) bytes")
      }
      known = derived
      return derived
    }
  }

  /// Derived on another thread.
  func derive(_ secret: Secret, iterations: Int?) async throws(CryptographyError) -> Fingerprint {
    // What is already there needn't wait in line.
    if let parameters = parameters.with(iterations: iterations),
      let known = try entry(for: secret, parameters).fingerprint.withLockIfAvailable({ $0 }) ?? nil
    {
      return known
    }
    return try await WorkerThreads.processors.run {
      Result { () throws(CryptographyError) in try self.fingerprint(of: secret, iterations: iterations) }
    }.get()
  }

  func begin(_ secrets: [Secret]) {
    for secret in secrets {
      Task.detached { _ = try? await self.derive(secret, iterations: self.iterations(for: secret)) }
    }
  }

  /// Found by one round of the same function: that is quick, and keeps no other copy of the secret.
  private func entry(
    for secret: Secret, _ parameters: FingerprintParameters
  ) throws(CryptographyError) -> Entry {
    let digest = try PBKDF2.deriveKey(
      from: secret, salt: parameters.salt, iterations: 1, length: Fingerprint.length)
    let key = Key(digest: digest, iterations: parameters.iterations)
    return entries.withLock { entries in
      if let entry = entries[key] { return entry }
      let entry = Entry()
      entries[key] = entry
      return entry
    }
  }
}

extension FingerprintParameters {
  package static func new() -> Self {
    var random = SystemRandomNumberGenerator()
    return new(random: &random)
  }
}
