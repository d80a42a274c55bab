/// What is kept of a secret: 32 bytes derived from it, by which a later run sees whether it is still the same.
///
/// Who has it and the parameters can try guesses offline, so it isn't shown where it needn't be.
package struct Fingerprint: Sendable, Hashable {
  package static let length = 32

  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  private init(repeating byte: UInt8) { bytes = Array(repeating: byte, count: Self.length) }

  /// Stands where the outcome of a secret's change is open: no secret is known to have it, so whatever the
  /// source gives counts as changed and is written. Older versions, too, take it for another secret's.
  package static let ofNoSecret = Self(repeating: 0)
}

extension Fingerprint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<fingerprint>" }
  package var debugDescription: String { "<fingerprint>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
