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
