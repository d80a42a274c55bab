extension Node {
  /// The values of a sequence, in file order.
  package struct Items: RandomAccessCollection, Sendable {
    let arena: Arena
    let first: Int
    /// How many there are.
    package let count: Int

    /// Zero.
    package var startIndex: Int { 0 }
    /// The number of values.
    package var endIndex: Int { count }

    /// The value at a position.
    package subscript(position: Int) -> Node {
      precondition(position >= 0 && position < count, "no such item")
      return Node(arena, arena.children[first + position])
    }
  }

  /// A mapping's key with its value.
  package struct Pair: Sendable {
    /// The key: a scalar.
    package let key: Node
    /// The value.
    package let value: Node
  }

  /// The pairs of a mapping, in file order.
  ///
  /// No two have keys of the same text. Merged pairs stand where the `<<` stood.
  package struct Pairs: RandomAccessCollection, Sendable {
    let arena: Arena
    let first: Int
    /// How many there are.
    package let count: Int

    /// Zero.
    package var startIndex: Int { 0 }
    /// The number of pairs.
    package var endIndex: Int { count }

    /// The pair at a position.
    package subscript(position: Int) -> Pair {
      precondition(position >= 0 && position < count, "no such pair")
      let place = first + 2 * position
      return Pair(key: Node(arena, arena.children[place]), value: Node(arena, arena.children[place + 1]))
    }
  }

  /// The values of a sequence; empty for any other kind.
  package var items: Items {
    let record = record
    guard record.kind == .sequence else { return Items(arena: arena, first: 0, count: 0) }
    return Items(arena: arena, first: Int(record.first), count: Int(record.count))
  }

  /// The pairs of a mapping; empty for any other kind.
  package var pairs: Pairs {
    let record = record
    guard record.kind == .mapping else { return Pairs(arena: arena, first: 0, count: 0) }
    return Pairs(arena: arena, first: Int(record.first), count: Int(record.count))
  }

  /// The value of the key with that text, or `nil` if this is no mapping or has no such key.
  ///
  /// Compares bytes; a mapping of many keys has a hash table.
  package subscript(key: String) -> Node? {
    let record = record
    guard record.kind == .mapping else { return nil }
    var key = key
    return key.withUTF8 { arena.value(of: $0, in: record) }.map { Node(arena, $0) }
  }
}
