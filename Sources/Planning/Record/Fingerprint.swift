/// What is kept of a secret: 32 bytes derived from it, from which a later run sees whether it is still the same.
///
/// Anyone who has it and the parameters can try guesses offline, so it isn't shown unless that is needed.
package struct Fingerprint: Sendable, Hashable {
  package static let length = 32

  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  private init(repeating byte: UInt8) { bytes = Array(repeating: byte, count: Self.length) }

  /// Used while the outcome of a secret's change is open: no secret is known to have it, so whatever the
  /// source gives counts as changed and is written. Older versions, too, take it for another secret's.
  package static let ofNoSecret = Self(repeating: 0)
}

extension Fingerprint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<fingerprint>" }
  package var debugDescription: String { "<fingerprint>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How the fingerprints of one state file are derived: PBKDF2 with HMAC-SHA-256 (RFC 8018), 32 bytes.
///
/// They stand in the file, so that a later version can raise the count for new files and still read old ones.
package struct FingerprintParameters: Sendable, Hashable {
  package static let algorithm = "PBKDF2-HMAC-SHA256"

  /// The rounds for a new state file: about 70 ms a secret on a server of 2025, a few times that on a machine
  /// without instructions for SHA-256.
  package static let defaultIterations = 400_000

  /// The rounds for a secret that nobody can guess: see ``SecretStrength``.
  package static let fewIterations = 1000

  /// The rounds that are accepted. Fewer protect nothing; more, in a file made with bad intent, would hang a run.
  package static let acceptedIterations = 1000...10_000_000
  package static let saltLength = 16
  package let iterations: Int

  /// Not a secret; it keeps two state files from sharing fingerprints.
  package let salt: [UInt8]

  package init?(iterations: Int, salt: [UInt8]) {
    guard Self.acceptedIterations.contains(iterations), salt.count == Self.saltLength else { return nil }
    self.iterations = iterations
    self.salt = salt
  }

  package static func new(random: inout some RandomNumberGenerator) -> Self {
    Self(newSalt: (0..<saltLength).map { _ in UInt8.random(in: .min ... .max, using: &random) })
  }

  /// `nil` keeps the rounds.
  package func with(iterations: Int?) -> Self? { Self(iterations: iterations ?? self.iterations, salt: salt) }

  private init(newSalt: [UInt8]) {
    iterations = Self.defaultIterations
    salt = newSalt
  }
}
