import Cryptography

/// Writes JSON and decides every byte: one line for each member and item, indented by two blanks.
struct JSONLines {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  /// Whether the object or list being written is still empty.
  private var isEmpty = true

  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func object(_ content: (inout Self) -> Void) { enclosed("{", "}", content) }

  mutating func list<Item>(_ items: [Item], _ write: (inout Self, Item) -> Void) {
    enclosed("[", "]") { text in
      for item in items {
        text.beginLine()
        write(&text, item)
      }
    }
  }

  mutating func member(_ key: String, _ write: (inout Self) -> Void) {
    beginLine()
    string(key)
    raw(": ")
    write(&self)
  }

  /// A member that is left out if it has no value.
  mutating func member<Value>(_ key: String, _ value: Value?, _ write: (inout Self, Value) -> Void) {
    guard let value else { return }
    member(key) { write(&$0, value) }
  }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: raw("\\u00" + Hexadecimal.encode([byte]))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func enclosed(_ begin: String, _ end: String, _ content: (inout Self) -> Void) {
    raw(begin)
    depth += 1
    isEmpty = true
    content(&self)
    depth -= 1
    if !isEmpty { newLine() }
    raw(end)
    isEmpty = false
  }

  private mutating func beginLine() {
    if !isEmpty { raw(",") }
    isEmpty = false
    newLine()
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }
}
