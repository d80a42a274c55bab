import Diagnostics
import YAML

/// Values that are written as YAML and must be read back byte by byte.
///
/// An input is a sequence of operations: each begins with a byte that says what follows, texts end with 0xFF.
enum YAMLWriterTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    var reader = InputReader(input)
    let width = 20 + Int(reader.byte() % 100)
    let comment = text(&reader)
    let entries = entries(&reader, depth: 0)
    let written = YAMLWriter(width: width).document(entries, comments: [comment])
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x.yaml", bytes: Array(written.utf8)))
    guard diagnostics.isEmpty, let root else {
      throw Violation(
        "what was written can't be read:\n\(written)\n\(DiagnosticRenderer().render(diagnostics))")
    }
    try Violation.unless(isSame(root, .mapping(entries)), "another value is read back:\n\(written)")
  }

  private static func text(_ reader: inout InputReader) -> String {
    String(decoding: reader.bytes(upTo: 0xFF), as: UTF8.self)
  }

  private static func entries(_ reader: inout InputReader, depth: Int) -> [YAMLValue.Entry] {
    var seen: Set<[UInt8]> = []
    var entries: [YAMLValue.Entry] = []
    while !reader.isAtEnd {
      let operation = reader.byte()
      if operation == UInt8(ascii: ".") { break }
      let key = text(&reader)
      let value = value(operation, &reader, depth: depth)
      if seen.insert(Array(key.utf8)).inserted { entries.append(YAMLValue.Entry(key, value)) }
    }
    return entries
  }

  private static func value(_ operation: UInt8, _ reader: inout InputReader, depth: Int) -> YAMLValue {
    var value: YAMLValue
    switch operation & 0x07 {
    case 0: value = .integer(Int(reader.byte()) - 128)
    case 1: value = .boolean(reader.byte() % 2 == 0)
    case 2 where depth < 20: value = .mapping(entries(&reader, depth: depth + 1))
    case 3 where depth < 20: value = .list(items(&reader, depth: depth + 1))
    default: value = .text(text(&reader))
    }
    value.isInline = operation & 0x10 != 0
    value.isSetApart = operation & 0x20 != 0
    if operation & 0x40 != 0 { value.comments = [text(&reader)] }
    if operation & 0x80 != 0 { value.remark = text(&reader) }
    return value
  }

  private static func items(_ reader: inout InputReader, depth: Int) -> [YAMLValue] {
    var items: [YAMLValue] = []
    while !reader.isAtEnd {
      let operation = reader.byte()
      if operation == UInt8(ascii: ".") { break }
      items.append(value(operation, &reader, depth: depth))
    }
    return items
  }

  /// Compares bytes: Swift takes `é` and `e` with an accent for the same.
  private static func isSame(_ node: Node, _ value: YAMLValue) -> Bool {
    switch value.content {
    case .text(let text): node.kind == .string && node.text.utf8.elementsEqual(text.utf8)
    case .integer(let number): node.integer == number
    case .boolean(let flag): node.boolean == flag
    case .list(let items):
      node.kind == .sequence && node.items.count == items.count
        && zip(node.items, items).allSatisfy { isSame($0, $1) }
    case .mapping(let entries):
      node.kind == .mapping && node.pairs.count == entries.count
        && zip(node.pairs, entries).allSatisfy { pair, entry in
          pair.key.text.utf8.elementsEqual(entry.key.utf8) && isSame(pair.value, entry.value)
        }
    }
  }
}
