extension Node {
  package struct Items: RandomAccessCollection, Sendable {
    let arena: Arena
    let first: Int
    package let count: Int
    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Node {
      precondition(position >= 0 && position < count, "no such item")
      return Node(arena, arena.children[first + position])
    }
  }

  package struct Pair: Sendable {
    package let key: Node
    package let value: Node
  }

  /// No two have keys of the same text. Merged pairs stand where the `<<` stood.
  package struct Pairs: RandomAccessCollection, Sendable {
    let arena: Arena
    let first: Int
    package let count: Int
    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Pair {
      precondition(position >= 0 && position < count, "no such pair")
      let place = first + 2 * position
      return Pair(key: Node(arena, arena.children[place]), value: Node(arena, arena.children[place + 1]))
    }
  }

  package var items: Items {
    let record = record
    guard record.kind == .sequence else { return Items(arena: arena, first: 0, count: 0) }
    return Items(arena: arena, first: Int(record.first), count: Int(record.count))
  }

  package var pairs: Pairs {
    let record = record
    guard record.kind == .mapping else { return Pairs(arena: arena, first: 0, count: 0) }
    return Pairs(arena: arena, first: Int(record.first), count: Int(record.count))
  }

  /// Compares bytes; a mapping of many keys has a hash table.
  package subscript(key: String) -> Node? {
    let record = record
    guard record.kind == .mapping else { return nil }
    var key = key
    return key.withUTF8 { arena.value(of: $0, in: record) }.map { Node(arena, $0) }
  }
}
