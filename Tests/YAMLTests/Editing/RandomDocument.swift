import TestSupport

/// What a document means.
enum Meaning {
  case text(String)
  case list([Meaning])
  case map([MeaningPair])
}

/// A key with what its value means.
struct MeaningPair {
  var key: String
  var value: Meaning
}

extension Meaning: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)):
      a.count == b.count
        && a.allSatisfy { pair in b.contains { $0.key == pair.key && $0.value == pair.value } }
    default: false
    }
  }
}

/// A document in the styles that people write, and what it means.
struct RandomDocument {
  private(set) var meaning: Meaning = .text("")
  private(set) var text = ""
  private var random: SeededGenerator
  private var lines: [String] = []
  private var comments = 0
  private var anchors: [(name: String, meaning: Meaning)] = []
  private var anchorCount = 0
  private let step: Int

  static let words = [
    "a", "on", "1", "x y", "https://e.com/a?b=c", "é", "it's", "日本", "a#b", "-x", "\"", "{x}", "true", "a\\b",
  ]
  private static let plain: Set<String> = ["a", "x y", "https://e.com/a?b=c", "é", "it's", "日本", "a#b", "-x"]
  private static let plainInFlow: Set<String> = ["a", "x y", "é", "日本", "a#b"]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    step = [2, 2, 4, 1, 3].randomElement(using: &random) ?? 2
    if chance(20) { lines.append(comment()) }
    if chance(20) { lines.append("---") }
    meaning = block(indent: 0, depth: 0, isMapping: chance(80))
    if chance(20) { lines.append(chance(50) ? "..." : comment()) }
    let lineBreak = chance(30) ? "\r\n" : "\n"
    text = (chance(20) ? "\u{FEFF}" : "") + lines.joined(separator: lineBreak) + (chance(70) ? lineBreak : "")
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func comment() -> String {
    comments += 1
    return "#" + (chance(50) ? " " : "\t") + "c\(comments)." + (chance(20) ? " [, \" {" : "")
  }

  /// A comment after something. After a dash, or the colon of a key with `?`, there can't be a tab.
  private mutating func remark(behind head: String = "") -> String {
    guard chance(25) else { return chance(10) ? "  " : "" }
    let mustBeBlank = head.hasSuffix("-") || head.allSatisfy { $0 == " " || $0 == ":" } && !head.isEmpty
    return (mustBeBlank || chance(50) ? " " : "\t") + comment()
  }

  // MARK: Blocks

  private mutating func block(indent: Int, depth: Int, isMapping: Bool) -> Meaning {
    let margin = String(repeating: " ", count: indent)
    var pairs: [MeaningPair] = []
    var items: [Meaning] = []
    let isSpaced = chance(25)
    for index in 0..<number(1...4) {
      // After a block scalar, blank lines and anything indented further would be part of it.
      let isText = lines.last { !$0.allSatisfy { $0 == " " } }?.contains("# no") ?? false
      if index > 0, isSpaced { lines.append(chance(20) && !isText ? "  " : "") }
      if chance(20) { lines.append((isText || chance(80) ? margin : margin + "  ") + comment()) }
      if isMapping {
        let key = "k\(index)"
        let written = [key, "\"\(key)\"", "'\(key)'"].randomElement(using: &random) ?? key
        let isExplicit = chance(5)
        if isExplicit { lines.append("\(margin)? \(written)") }
        let head = isExplicit ? margin + ":" : margin + written + (chance(5) ? " :" : ":")
        let value = value(head, indent: indent, depth: depth, inMapping: true)
        pairs.append(MeaningPair(key: key, value: value))
      } else {
        items.append(value(margin + "-", indent: indent, depth: depth, inMapping: false))
      }
    }
    if chance(10) { lines.append(margin + comment()) }
    return isMapping ? .map(pairs) : .list(items)
  }

  /// A value after its key or dash.
  private mutating func value(_ head: String, indent: Int, depth: Int, inMapping: Bool) -> Meaning {
    if !anchors.isEmpty, chance(10) {
      let anchor = anchors.randomElement(using: &random) ?? anchors[0]
      lines.append("\(head) *\(anchor.name)\(remark())")
      return anchor.meaning
    }
    anchorCount += 1
    let name = chance(10) ? "n\(anchorCount)" : nil
    let head = name.map { "\(head) &\($0)" } ?? head
    let meaning = unanchored(
      head, indent: indent, depth: depth, inMapping: inMapping, isAnchored: name != nil)
    if let name { anchors.append((name, meaning)) }
    return meaning
  }

  private mutating func unanchored(
    _ head: String, indent: Int, depth: Int, inMapping: Bool, isAnchored: Bool
  ) -> Meaning {
    switch number(0...9) {
    case 0...2 where depth < 4:
      lines.append(head + remark(behind: head))
      let isMapping = chance(60)
      let isFlush = inMapping && !isMapping && chance(40)
      return block(indent: isFlush ? indent : indent + step, depth: depth + 1, isMapping: isMapping)
    case 3 where !inMapping && depth < 4 && !isAnchored:
      // After the dash.
      let before = lines.count
      let meaning = block(indent: indent + 2, depth: depth + 1, isMapping: chance(70))
      while lines[before].drop(while: { $0 == " " }).first == "#" || lines[before].allSatisfy({ $0 == " " }) {
        lines.remove(at: before)
      }
      lines[before] = head + " " + lines[before].dropFirst(indent + 2)
      return meaning
    case 4...5: return flow(head + " ", indent: indent + step)
    case 6 where chance(60):
      let keeps = chance(40)
      lines.append(head + (keeps ? " |+" : " |-") + (chance(20) ? " " + comment() : ""))
      let margin = String(repeating: " ", count: indent + step)
      let content = (1...number(1...2)).map { "l\($0) # no" }
      lines += content.map { margin + $0 }
      let blanks = keeps ? number(0...2) : 0
      lines += Array(repeating: "", count: blanks)
      if keeps { lines.append(comment()) }
      return .text(
        content.joined(separator: "\n") + (keeps ? String(repeating: "\n", count: blanks + 1) : ""))
    case 7 where chance(30):
      lines.append(head + remark(behind: head))
      return .text("")
    default:
      let word = Self.words.randomElement(using: &random) ?? ""
      lines.append("\(head) \(written(word, Self.plain))\(remark())")
      return .text(word)
    }
  }

  private mutating func written(_ word: String, _ plain: Set<String>) -> String {
    switch number(0...3) {
    case 0...1 where plain.contains(word): word
    case 2: "'" + word.replacing("'", with: "''") + "'"
    default: "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
  }

  // MARK: Flow

  private mutating func flow(_ head: String, indent: Int) -> Meaning {
    let isMapping = chance(50)
    let count = number(0...3)
    let isTall = count > 0 && chance(40)
    var pairs: [MeaningPair] = []
    var items: [Meaning] = []
    var texts: [String] = []
    for index in 0..<count {
      let (text, meaning) = flowValue(depth: 0)
      let key = "f\(index)"
      texts.append(isMapping ? (chance(30) ? "\"\(key)\"" : key) + ": " + text : text)
      pairs.append(MeaningPair(key: key, value: meaning))
      items.append(meaning)
    }
    let (open, close) = isMapping ? ("{", "}") : ("[", "]")
    if isTall {
      let margin = String(repeating: " ", count: indent)
      let hasComma = chance(50)
      lines.append(head + open + remark())
      for (index, text) in texts.enumerated() {
        lines.append(margin + text + (index < count - 1 || hasComma ? "," : "") + remark())
      }
      if chance(30) { lines.append(margin + comment()) }
      lines.append(margin + close + remark())
    } else {
      let space = chance(50) ? " " : ""
      let text = texts.joined(separator: chance(80) ? ", " : " , ") + (count > 0 && chance(10) ? "," : "")
      lines.append(head + open + space + text + space + close + remark())
    }
    return isMapping ? .map(pairs) : .list(items)
  }

  private mutating func flowValue(depth: Int) -> (String, Meaning) {
    if depth < 2, chance(20) {
      let inner = (0..<number(0...2)).map { _ in flowValue(depth: depth + 1) }
      return ("[" + inner.map(\.0).joined(separator: ", ") + "]", .list(inner.map(\.1)))
    }
    if depth < 2, chance(15) {
      let inner = (0..<number(0...2)).map { (key: "g\($0)", value: flowValue(depth: depth + 1)) }
      return (
        "{ " + inner.map { "\($0.key): \($0.value.0)" }.joined(separator: ", ") + " }",
        .map(inner.map { MeaningPair(key: $0.key, value: $0.value.1) })
      )
    }
    let word = Self.words.randomElement(using: &random) ?? ""
    return (written(word, Self.plainInFlow), .text(word))
  }
}
