import TestSupport
import Testing
import YAML

/// JSON is a subset of YAML: random trees written as JSON must come back equal.
struct JSONSubsetTests {
  private indirect enum Tree: Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case string(String)
    case list([Tree])
    /// Keys are unique.
    case object([(String, Tree)])

    static func == (left: Tree, right: Tree) -> Bool {
      switch (left, right) {
      case (.null, .null): true
      case (.boolean(let a), .boolean(let b)): a == b
      case (.integer(let a), .integer(let b)): a == b
      // Unicode scalars, not canonical equivalence.
      case (.string(let a), .string(let b)): a.unicodeScalars.elementsEqual(b.unicodeScalars)
      case (.list(let a), .list(let b)): a == b
      case (.object(let a), .object(let b)):
        a.count == b.count
          && zip(a, b).allSatisfy { $0.0.unicodeScalars.elementsEqual($1.0.unicodeScalars) && $0.1 == $1.1 }
      default: false
      }
    }

    init(_ node: Node) {
      switch node.kind {
      case .null: self = .null
      case .boolean: self = .boolean(node.boolean ?? false)
      case .integer: self = .integer(node.integer ?? 0)
      case .float, .string: self = .string(node.text)
      case .sequence: self = .list(node.items.map { Tree($0) })
      case .mapping: self = .object(node.pairs.map { ($0.key.text, Tree($0.value)) })
      }
    }

    static func random(depth: Int, _ generator: inout SeededGenerator) -> Tree {
      switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &generator) {
      case 0: return .null
      case 1: return .boolean(Bool.random(using: &generator))
      case 2: return .integer(Int.random(in: .min ... .max, using: &generator))
      case 3: return .string(randomText(&generator))
      case 4, 5:
        return .list(
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in random(depth: depth - 1, &generator) })
      default:
        var pairs: [(String, Tree)] = []
        for _ in 0..<Int.random(in: 0...16, using: &generator) {
          let key = randomText(&generator)
          // The reader compares keys by scalars as well.
          guard !pairs.contains(where: { $0.0.unicodeScalars.elementsEqual(key.unicodeScalars) }) else {
            continue
          }
          pairs.append((key, random(depth: depth - 1, &generator)))
        }
        return .object(pairs)
      }
    }

    private static func randomText(_ generator: inout SeededGenerator) -> String {
      let special = [
        "null", "true", "1e3", "<<", "*a", "&b", "- ", ": ", "#", "\"", "\\", "\n", "\t", "\0", "\u{1B}",
      ]
      var text = ""
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: text += special.randomElement(using: &generator) ?? ""
        case 1:
          let value = UInt32.random(in: 0...0x10FFFF, using: &generator)
          text.unicodeScalars.append(Unicode.Scalar(value) ?? "x")
        default:
          text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &generator)))
        }
      }
      return text
    }

    /// The tree as JSON, with blanks and line breaks here and there.
    func json(_ generator: inout SeededGenerator) -> String {
      switch self {
      case .null: return "null"
      case .boolean(let value): return "\(value)"
      case .integer(let value): return "\(value)"
      case .string(let text): return Self.quoted(text)
      case .list(let items):
        let parts = items.map { $0.json(&generator) + Self.blank(&generator) }
        return "[" + Self.blank(&generator) + parts.joined(separator: "," + Self.blank(&generator)) + "]"
      case .object(let pairs):
        // In YAML, a key must not be longer than 1,024 characters, nor on another line than its colon.
        let parts = pairs.map { Self.quoted($0.0) + ":" + Self.blank(&generator) + $0.1.json(&generator) }
        return "{" + Self.blank(&generator) + parts.joined(separator: "," + Self.blank(&generator)) + "}"
      }
    }

    private static func blank(_ generator: inout SeededGenerator) -> String {
      ["", "", " ", "\n", "\n  ", "\t", "\r\n"].randomElement(using: &generator) ?? ""
    }

    private static func quoted(_ text: String) -> String {
      var result = "\""
      for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x22: result += "\\\""
        case 0x5C: result += "\\\\"
        // What can't be seen in a file must be escaped.
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: result += "\\u" + hexadecimal(scalar)
        case 0x20...0x7E, 0xA0...0x2027, 0x202F...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD:
          result.unicodeScalars.append(scalar)
        case 0x10000...: result.unicodeScalars.append(scalar)
        default: result += "\\u" + hexadecimal(scalar)
        }
      }
      return result + "\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
      let digits = String(scalar.value, radix: 16)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  @Test func `random trees written as JSON come back equal`() throws {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(300) {
      let tree = Tree.random(depth: 4, &generator)
      let json = tree.json(&generator)
      let (root, diagnostics) = read(json)
      #expect(diagnostics == [], "seed \(seed)")
      let copy = Tree(try #require(root, "seed \(seed)"))
      #expect(copy == tree, "seed \(seed)")
    }
  }

  @Test func `escapes of JSON are undone`() {
    #expect(outline(#"["\"\\\/\b\f\n\r\t\u00e9"]"#) == "['\"\\/\u{8}\u{C}\n\r\t\u{E9}']")
  }
}
