import Diagnostics
import TestSupport
import Testing
import YAML

/// Characters that JSON writes as two escapes.
struct SurrogatePairTests {
  @Test(arguments: [
    (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00 and \ud83d\ude01""#, "😀 and 😁"),
    (#""a\ud800\udc00\udbff\udfffz""#, "a𐀀\u{10FFFF}z"),
    // The text itself may contain what stands for the halves in the meantime.
    (#""\ud83d\ude00\ue03d\ue600""#, "😀\u{E03D}\u{E600}"),
    (#""\ud83d\ude00 \#u{E03D}\#u{E600}""#, "😀 \u{E03D}\u{E600}"),
    (#""\U0000E03D\ud83d\ude00\uEA00""#, "\u{E03D}😀\u{EA00}"),
    (#""\\ud83d \\\ud83d\ude00""#, #"\ud83d \😀"#), ("\"\\ud83d\\ude00\\\n  x\"", "😀x"),
  ]) func `are read in double quotes`(text: String, expected: String) throws {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: "a: [\(text), b]"))
    #expect(diagnostics.isEmpty)
    #expect(try #require(root)["a"]?.items.first?.text == expected)
  }

  @Test func `are text elsewhere`() throws {
    let pair = #"\ud83d\uDE00"#
    let text = """
      # \(pair)
      plain: C:\(pair)
      single: '\(pair)' # \(pair)
      block: |
        \(pair)
      "\(pair)": 1
      \(pair): 2
      &a b: *a
      """
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: text))
    let values = try #require(root)
    #expect(diagnostics.isEmpty)
    #expect(values["plain"]?.text == "C:" + pair && values["single"]?.text == pair)
    #expect(values["block"]?.text.trimmingPrefix("").hasPrefix(pair) == true)
    #expect(values["😀"]?.integer == 1 && values[pair]?.integer == 2)
  }

  @Test func `no place moves`() {
    let text = "a: [\"\\ud83d\\ude00\", *x]\nb: {\"\\ud83d\\ude00\": 1, \"😀\": 2}\n"
    let (_, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: text))
    #expect(
      diagnostics.map { "\($0.range?.start.line ?? 0):\($0.range?.start.column ?? 0)" } == ["1:21", "2:24"])
    #expect(diagnostics.map(\.message) == ["unknown alias '*x'", "duplicate key '😀'"])
  }

  @Test(arguments: [
    #""\ud83d""#, #""\ude00""#, #""\ude00\ud83d""#, #""\ud83d\ud83d\ude00""#, #""\ud83dx\ude00""#,
    #""\ud83d \ude00""#,
    #""\ud83d\ude00\ud83d""#, #""\ud83d\\ude00""#, #""\\ud83d\ude00""#, #""\ud83d\u0041""#,
    #""\U0000d83d\U0000de00""#,
    #""\ud83d\U0000de00""#,
  ]) func `halves are errors`(text: String) {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: "a: \(text)\n"))
    #expect(root == nil)
    #expect(diagnostics.map(\.message) == ["the escape isn't a Unicode character, or is only half of one"])
  }

  /// JSON as Python, JavaScript and Java write it: everything beyond ASCII as escapes.
  @Test func `random texts come back`() throws {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(300) {
      let texts = (0..<4).map { _ in
        (0..<Int.random(in: 0...5, using: &generator)).reduce(into: "") { text, _ in
          let values: [UInt32] = [
            0x41, 0xE9, 0xE03D, 0xE600, 0xF000, 0x1F600, .random(in: 0x10000...0x10FFFF, using: &generator),
          ]
          values.randomElement(using: &generator).flatMap(Unicode.Scalar.init).map {
            text.unicodeScalars.append($0)
          }
        }
      }
      let json = texts.map { text in
        "\"" + text.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined() + "\""
      }
      let (root, diagnostics) = YAMLReader.read(
        SourceFile(path: "x", text: "[\(json.joined(separator: ", "))]"))
      #expect(diagnostics.isEmpty, "seed \(seed)")
      #expect(try #require(root, "seed \(seed)").items.map(\.text) == texts, "seed \(seed)")
    }
  }
}
