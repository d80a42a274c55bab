/// The layout of the hash table that stands behind the pairs of a large mapping: open addressing with
/// linear probing, at most half full, each slot the position of a pair or ``empty``.
///
/// Small mappings are searched from end to end, which is faster and needs no memory.
enum KeyTable {
  /// The number of pairs from which on a mapping has a table.
  static let threshold = 12
  /// The mark of a free slot.
  static let empty = -1

  /// The number of slots for so many pairs, a power of two.
  static func size(for count: Int) -> Int {
    var size = 4
    while size < 2 * count { size *= 2 }
    return size
  }

  /// Where the search for a key begins.
  ///
  /// The standard library's hash is keyed per process, so that no file can be made to collide.
  static func slot(of key: UnsafeBufferPointer<UInt8>, size: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(key))
    return hasher.finalize() & (size - 1)
  }
}
