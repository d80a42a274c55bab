/// What is kept of a secret: 32 bytes derived from it, by which a later run sees whether it is still the same.
///
/// Who has it and the parameters can try guesses offline, so it isn't shown where it needn't be.
package struct Fingerprint: Sendable, Hashable {
  /// How many bytes a fingerprint has.
  package static let length = 32

  package let bytes: [UInt8]

  /// Takes over bytes; `nil` where there aren't ``length`` of them.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  private init(repeating byte: UInt8) { bytes = Array(repeating: byte, count: Self.length) }

  /// Stands where the outcome of a secret's change is open: no secret is known whose fingerprint it is, so
  /// whatever the source gives counts as changed and is written. Older versions, too, take it for just another
  /// secret's.
  package static let ofNoSecret = Self(repeating: 0)
}

extension Fingerprint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the bytes.
  package var description: String { "<fingerprint>" }
  /// Never the bytes.
  package var debugDescription: String { "<fingerprint>" }
  /// No children, so that `dump` shows nothing either.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
