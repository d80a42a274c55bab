/// A webhook's secret, as ``SignatureVerifier`` takes it.
///
/// It can't be printed, interpolated, dumped or encoded by accident, and nothing outside of this library reads it back.
public struct WebhookSecret: Sendable {
  let bytes: [UInt8]

  /// A secret of any bytes.
  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// A secret that is text, which is what App Store Connect takes.
  public init(_ text: String) { self.init(text.utf8) }

  /// Whether there are no bytes: with such a secret anyone could sign.
  public var isEmpty: Bool { bytes.isEmpty }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the bytes.
  public var description: String { "<secret>" }
  /// Never the bytes.
  public var debugDescription: String { "<secret>" }
  /// No children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
