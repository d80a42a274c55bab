extension Node {
  /// A scalar's text as written, escapes and line folding undone; empty for a collection.
  ///
  /// It is kept for every kind: `1e3` and `no` can serve as names as they stand.
  package var text: String {
    withUTF8Text { String(decoding: $0, as: UTF8.self) }
  }

  /// The number of UTF-8 bytes of ``text``.
  package var textLength: Int {
    let record = record
    return record.kind.isScalar ? Int(record.count) : 0
  }

  /// Lends the UTF-8 bytes of ``text`` to `body` without making a string. They must not outlive the call.
  package func withUTF8Text<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    arena.withText(of: record, body)
  }

  /// Whether ``text`` has the same Unicode scalars as `other`; makes no string.
  package func text(equals other: String) -> Bool {
    guard kind.isScalar else { return other.isEmpty }
    var other = other
    return other.withUTF8 { other in withUTF8Text { $0.hasSameBytes(as: other) } }
  }

  /// A boolean's value; `nil` for any other kind.
  package var boolean: Bool? {
    guard kind == .boolean else { return nil }
    return withUTF8Text { $0.first == UInt8(ascii: "t") || $0.first == UInt8(ascii: "T") }
  }

  /// An integer's value; `nil` for any other kind and for an integer that doesn't fit.
  package var integer: Int? {
    guard kind == .integer else { return nil }
    let text = text
    if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
    return Int(text)
  }
}

extension Node.Kind {
  /// Whether it is neither a sequence nor a mapping.
  var isScalar: Bool { self != .sequence && self != .mapping }
}
