import CRuntimeLibraries

/// Bytes that must not be seen: a webhook's secret, a private key, a token.
///
/// It can't be printed, interpolated, dumped or encoded by accident; whoever needs the bytes asks for
/// them by name, so that a search for `withExposedBytes` and `exposedText` lists every place that
/// handles them. Equality takes the same time wherever two secrets of one length differ. The bytes are overwritten
/// once nobody holds the secret any more.
package struct Secret: Sendable, Equatable {
  private let storage: WipedBytes

  /// Takes a copy of bytes.
  package init(_ bytes: some Collection<UInt8>) {
    storage = WipedBytes(bytes)
  }

  /// Takes a copy of the UTF-8 bytes of a text.
  package init(_ text: String) {
    self.init(text.utf8)
  }

  /// Takes over bytes, and overwrites where they came from. That reaches this copy only, if nobody else holds the array.
  package init(taking bytes: inout [UInt8]) {
    self.init(bytes)
    bytes.wipe()
    bytes = []
  }

  /// How many bytes there are.
  package var count: Int { storage.bytes.count }

  /// Whether there are no bytes.
  package var isEmpty: Bool { storage.bytes.isEmpty }

  /// Lends the bytes to `body`. They must not outlive the call.
  package func withExposedBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(storage.bytes))
  }

  /// The bytes as text, or `nil` where they aren't valid UTF-8.
  package var exposedText: String? {
    withExposedBytes { String(validating: $0, as: UTF8.self) }
  }

  /// Whether the bytes are valid UTF-8. No copy of them is made for that.
  package var isText: Bool {
    withExposedBytes { bytes in
      var (decoder, iterator) = (UTF8(), bytes.makeIterator())
      while true {
        switch decoder.decode(&iterator) {
        case .scalarValue: continue
        case .emptyInput: return true
        case .error: return false
        }
      }
    }
  }

  /// Compares in a time that depends on the lengths alone.
  package static func == (left: Self, right: Self) -> Bool {
    left.withExposedBytes { left in right.withExposedBytes { right in constantTimeEqual(left, right) } }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the bytes.
  package var description: String { "<secret>" }
  /// Never the bytes.
  package var debugDescription: String { "<secret>" }
  /// No children, so that `dump` shows nothing either.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bytes that are zeros before their memory is anybody else's.
private final class WipedBytes: @unchecked Sendable {  // nobody writes between the two ends
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ contents: some Collection<UInt8>) {
    bytes = .allocate(capacity: contents.count)
    _ = bytes.initialize(fromContentsOf: contents)
  }

  deinit {
    if let base = bytes.baseAddress { wipe_memory(base, bytes.count) }
    bytes.deallocate()
  }
}

/// Compares two byte sequences in a time that depends on their lengths alone.
package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (a, b) in zip(left, right) { difference |= a ^ b }
  return difference == 0
}
