extension Node {
  /// As written, escapes and line folding undone; empty for a collection. Kept for every kind: `1e3` and `no`
  /// can serve as names as they stand.
  package var text: String {
    withUTF8Text { String(decoding: $0, as: UTF8.self) }
  }

  package var textLength: Int {
    let record = record
    return record.kind.isScalar ? Int(record.count) : 0
  }

  /// Makes no string; the bytes must not outlive the call.
  package func withUTF8Text<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    arena.withText(of: record, body)
  }

  /// By Unicode scalars; makes no string.
  package func text(equals other: String) -> Bool {
    guard kind.isScalar else { return other.isEmpty }
    var other = other
    return other.withUTF8 { other in withUTF8Text { $0.hasSameBytes(as: other) } }
  }

  package var boolean: Bool? {
    guard kind == .boolean else { return nil }
    return withUTF8Text { $0.first == UInt8(ascii: "t") || $0.first == UInt8(ascii: "T") }
  }

  /// `nil` for any other kind and for an integer that doesn't fit.
  package var integer: Int? {
    guard kind == .integer else { return nil }
    let text = text
    if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
    return Int(text)
  }
}

extension Node.Kind {
  var isScalar: Bool { self != .sequence && self != .mapping }
}
