import CRuntimeLibraries

/// Bytes that must not be seen: a webhook's secret, a private key, a token.
///
/// It can't be printed, interpolated, dumped or encoded by accident. To get at the bytes, ask for them by
/// name: a search for `withExposedBytes` and `exposedText` lists every place that handles them. Equality
/// takes the same time wherever two secrets of one length differ. The bytes are overwritten once nobody holds
/// the secret any more.
package struct Secret: Sendable, Equatable {
  private let storage: WipedBytes

  package init(_ bytes: some Collection<UInt8>) {
    storage = WipedBytes(bytes)
  }

  package init(_ text: String) {
    self.init(text.utf8)
  }

  /// Overwrites the array that the bytes came from. That only helps if nobody else holds the array.
  package init(taking bytes: inout [UInt8]) {
    self.init(bytes)
    bytes.wipe()
    bytes = []
  }

  package var count: Int { storage.bytes.count }
  package var isEmpty: Bool { storage.bytes.isEmpty }

  /// The bytes must not outlive the call.
  package func withExposedBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(storage.bytes))
  }

  package var exposedText: String? {
    withExposedBytes { String(validating: $0, as: UTF8.self) }
  }

  /// No copy of the bytes is made.
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

  package static func == (left: Self, right: Self) -> Bool {
    left.withExposedBytes { left in right.withExposedBytes { right in constantTimeEqual(left, right) } }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bytes that are zeroed before their memory is freed.
private final class WipedBytes: @unchecked Sendable {  // nobody writes between init and deinit
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

package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (a, b) in zip(left, right) { difference |= a ^ b }
  return difference == 0
}

extension Array where Element == UInt8 {
  /// For a temporary copy of a secret. It only helps if nobody else holds the array.
  package mutating func wipe() {
    withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { wipe_memory(base, bytes.count) }
    }
  }
}
