import Diagnostics
import TestSupport
import Testing

@testable import YAML

/// What must be true of any input at all. A failure names its seed: use it in place of the random one.
struct RandomInputTests {
  private static let pieces: [String] = [
    "a", "b", ": ", ":", "- ", "-", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\n    ", "\r\n", "\t", " ",
    "#",
    "&a ", "*a", "&b ", "*b ", "!", "!!str ", "!!int ", "!x ", "|", ">", "|-\n ", "'", "\"", "\\", "\\u00e9",
    "%",
    "@", "`", "---\n", "...\n", "<<: ", "<<: *a", "{a: 1, a: 2}", "1", "true", "~", "é", "日", "👍", "\u{FEFF}",
    "\u{2028}", "\u{85}", "\0", "\u{7F}", "key: ", "- &a {b: c}\n", "%YAML 1.1\n", "%TAG ! x\n",
  ]

  private func check(_ bytes: [UInt8], _ seed: UInt64) {
    let file = SourceFile(path: "x.yaml", bytes: bytes)
    let limits = Limits(depth: 20, expandedNodes: 1000)
    let (root, diagnostics) = YAMLReader.read(file, limits: limits)
    let shown = "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
    if root == nil && diagnostics.isEmpty {
      // Only a file without a document may give neither.
      let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      let isEmpty = lines.allSatisfy { line in
        let line = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
        return line.isEmpty || line.hasPrefix("#") || line.hasPrefix("...")
      }
      #expect(isEmpty, "\(shown)")
    }
    if let root {
      let (nodes, depth) = walk(root)
      #expect(nodes <= bytes.count * 2 + 2 + limits.expandedNodes && depth <= 20, "\(shown)")
    }
    let output = DiagnosticRenderer(limit: 1000).render(diagnostics)
    let isClean = output.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || $0.value >= 0x20 && $0.value != 0x7F
    }
    #expect(isClean, "\(shown)")
    // Places count from 1, and ranges don't run backwards.
    for range in diagnostics.compactMap(\.range) {
      #expect(range.start.line >= 1 && range.start.column >= 1 && range.start <= range.end, "\(shown)")
    }
  }

  /// Walks a whole tree; returns the nodes written out, and the levels of collections.
  private func walk(_ node: Node) -> (nodes: Int, depth: Int) {
    var nodes = 1
    var depth = 0
    _ = (node.text, node.integer, node.boolean)
    #expect(node.range.start <= node.range.end)
    for item in node.items {
      let inner = walk(item)
      (nodes, depth) = (nodes + inner.nodes, max(depth, inner.depth))
    }
    for pair in node.pairs {
      let inner = walk(pair.value)
      (nodes, depth) = (nodes + inner.nodes + 1, max(depth, inner.depth))
      #expect(node[pair.key.text].map { short($0.range) } == short(pair.value.range))
    }
    return (nodes, node.kind == .sequence || node.kind == .mapping ? depth + 1 : depth)
  }

  @Test func `random bytes are survived`() {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(1_000) {
      let count = Int.random(in: 0...60, using: &generator)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, seed)
      check((0..<count).map { _ in UInt8.random(in: 9...126, using: &generator) }, seed)
    }
  }

  @Test func `random tokens are survived`() {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(3_500) {
      let count = Int.random(in: 0...25, using: &generator)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
      check(Array(text.utf8), seed)
    }
  }

  @Test func `a valid file with one byte changed is survived`() {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    let text = """
      version: 1
      templates:
        bot: &bot
          url: "https://hooks.example.com/{bundleId}"
          events: [A, 'B', "C"]
      apps:
        com.example.a: # comment
          webhooks:
            Crash triage: {<<: *bot, enabled: false}
            Other:
              <<: [*bot]
              secret: {command: [op, read, "op://x"]}
      """
    #expect(read(text).diagnostics == [])
    for _ in 0..<RandomCases.count(1_700) {
      var bytes = Array(text.utf8)
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: place)
      default: bytes.insert(Array("\n\t :-[]{}'\"&*#,".utf8).randomElement(using: &generator) ?? 0, at: place)
      }
      check(bytes, seed)
    }
  }
}
