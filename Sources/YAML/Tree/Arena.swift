import Diagnostics

/// A node, in 28 bytes.
struct Record: Sendable {
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// An alias: `first` is the record of its target, the range that of the alias itself.
    static let alias = Flags(rawValue: 1)
    /// A stand-in for something already reported.
    static let invalid = Flags(rawValue: 2)
    /// A plain scalar without a tag.
    static let plain = Flags(rawValue: 4)
  }

  var start: SourcePosition
  var end: SourcePosition
  /// A scalar's first byte in `Arena.text`, or a collection's first entry in `Arena.children`.
  var first: Int32
  /// A scalar's length in bytes, or the number of items or pairs.
  var count: Int32
  var kind: Node.Kind
  var flags: Flags
}

/// A whole document, immutable: one array of records, one of child indices, one of text. Three arrays instead
/// of an object or an enum per node: reading is then bound by libyaml, and a tree is freed at once.
final class Arena: Sendable {
  let file: SourceFile
  let records: [Record]
  /// A sequence's items; a mapping's keys and values in turn, followed by its ``KeyTable`` if it has one.
  let children: [Int32]
  let text: [UInt8]

  init(file: SourceFile, records: [Record], children: [Int32], text: [UInt8]) {
    self.file = file
    self.records = records
    self.children = children
    self.text = text
  }

  func withText<Result>(of record: Record, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard record.kind.isScalar else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    let first = Int(record.first)
    return text.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[first..<first + Int(record.count)]))
    }
  }

  func value(of key: UnsafeBufferPointer<UInt8>, in mapping: Record) -> Int32? {
    let first = Int(mapping.first)
    let count = Int(mapping.count)
    return text.withUnsafeBufferPointer { text in
      func isKey(_ pair: Int) -> Bool {
        let index = Node(self, children[first + 2 * pair]).index
        let record = records[Int(index)]
        guard Int(record.count) == key.count else { return false }
        let start = Int(record.first)
        return UnsafeBufferPointer(rebasing: text[start..<start + key.count]).hasSameBytes(as: key)
      }
      guard count >= KeyTable.threshold else {
        return (0..<count).first(where: isKey).map { children[first + 2 * $0 + 1] }
      }
      let size = KeyTable.size(for: count)
      let table = first + 2 * count
      var slot = KeyTable.slot(of: key, size: size)
      while true {
        let pair = Int(children[table + slot])
        if pair == KeyTable.empty { return nil }
        if isKey(pair) { return children[first + 2 * pair + 1] }
        slot = (slot + 1) & (size - 1)
      }
    }
  }
}

/// The hash table behind the pairs of a large mapping: open addressing with linear probing, at most half
/// full, each slot the position of a pair or ``empty``. Small mappings are searched from end to end.
enum KeyTable {
  static let threshold = 12
  static let empty = -1

  /// A power of two.
  static func size(for count: Int) -> Int {
    var size = 4
    while size < 2 * count { size *= 2 }
    return size
  }

  /// The standard library's hash is keyed per process, so that no file can be made to collide.
  static func slot(of key: UnsafeBufferPointer<UInt8>, size: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(key))
    return hasher.finalize() & (size - 1)
  }
}
