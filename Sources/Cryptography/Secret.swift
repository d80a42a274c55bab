/// Bytes that must not be seen: a webhook's secret, a private key, a token.
///
/// It can't be printed, interpolated, dumped or encoded by accident; whoever needs the bytes asks for
/// them by name, so that a search for `withExposedBytes` and `exposedText` lists every place that
/// handles them. Equality takes the same time wherever two secrets of one length differ.
public struct Secret: Sendable, Equatable {
  private let bytes: [UInt8]

  /// Takes over bytes.
  public init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// Takes over the UTF-8 bytes of a text.
  public init(_ text: String) {
    self.init(text.utf8)
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// Whether there are no bytes.
  public var isEmpty: Bool { bytes.isEmpty }

  /// Lends the bytes to `body`. They must not outlive the call.
  public func withExposedBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // `withUnsafeBufferPointer` of an array rethrows untyped in Swift 6.0; this carries the type across.
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      Swift.Result<Result, Failure> { () throws(Failure) in try body(buffer) }
    }
    return try outcome.get()
  }

  /// The bytes as text, or `nil` where they aren't valid UTF-8.
  public var exposedText: String? { String(validating: bytes, as: UTF8.self) }

  /// Compares in a time that depends on the lengths alone.
  public static func == (left: Self, right: Self) -> Bool {
    constantTimeEqual(left.bytes, right.bytes)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the bytes.
  public var description: String { "<secret>" }
  /// Never the bytes.
  public var debugDescription: String { "<secret>" }
  /// No children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Compares two byte sequences in a time that depends on their lengths alone.
public func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (a, b) in zip(left, right) { difference |= a ^ b }
  return difference == 0
}
