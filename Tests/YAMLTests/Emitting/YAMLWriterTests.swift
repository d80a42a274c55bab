import Diagnostics
import TestSupport
import Testing

@testable import YAML

struct YAMLWriterTests {
  private typealias Entry = YAMLValue.Entry

  private func read(_ text: String) throws -> Node {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x.yaml", text: text))
    try #require(diagnostics.isEmpty, "\(text)\n\(DiagnosticRenderer().render(diagnostics))")
    return try #require(root, "\(text)")
  }

  /// The value of a node, without comments.
  private func value(_ node: Node) throws -> YAMLValue {
    switch node.kind {
    case .string: .text(node.text)
    case .integer: .integer(try #require(node.integer))
    case .boolean: .boolean(try #require(node.boolean as Bool?))
    case .sequence: .list(try node.items.map(value))
    case .mapping: .mapping(try node.pairs.map { Entry($0.key.text, try value($0.value)) })
    case .null, .float: throw Unexpected()
    }
  }

  private struct Unexpected: Error {}

  /// The value without its comments and its style.
  private func bare(_ value: YAMLValue) -> YAMLValue {
    switch value.content {
    case .list(let items): .list(items.map(bare))
    case .mapping(let entries): .mapping(entries.map { Entry($0.key, bare($0.value)) })
    default: YAMLValue(value.content)
    }
  }

  @Test func writesWhatPeopleLikeToRead() throws {
    var app = YAMLValue.mapping([
      Entry("use", .list([.text("Release bot")], inline: true)),
      Entry(
        "webhooks",
        .mapping([
          Entry(
            "Crash: triage",
            .mapping([
              Entry("url", .text("https://triage.example.com/{bundleId}?a=1")),
              Entry("secret", .mapping([Entry("env", .text("TRIAGE_SECRET"))], inline: true)),
              Entry("enabled", .boolean(false)),
            ]))
        ])),
    ])
    app.remark = "Example\nNotes"
    var apps = YAMLValue.mapping([
      Entry("com.example.notes", app), Entry("1000000004", .mapping([])), Entry("empty", .list([])),
    ])
    apps.isSetApart = true
    apps.comments = ["The apps.", "", "All of them."]
    var rule = YAMLValue.mapping([
      Entry("name", .text("*")), Entry("url", .text("https://vendor.example/*")),
    ])
    rule.comments = ["Theirs."]
    let long = YAMLValue.list(
      [.text("A_RATHER_LONG_EVENT_TYPE"), .text("ANOTHER_RATHER_LONG_EVENT_TYPE")], inline: true)
    let text = YAMLWriter(width: 60).document(
      [
        Entry("version", .integer(1)), Entry("ignore", .list([rule])), Entry("events", long),
        Entry("apps", apps),
      ],
      comments: ["Header"])
    #expect(
      text == """
        # Header
        version: 1
        ignore:
          # Theirs.
          - name: "*"
            url: https://vendor.example/*
        events:
          - A_RATHER_LONG_EVENT_TYPE
          - ANOTHER_RATHER_LONG_EVENT_TYPE

        # The apps.
        #
        # All of them.
        apps:
          com.example.notes: # Example\\nNotes
            use: [Release bot]
            webhooks:
              "Crash: triage":
                url: https://triage.example.com/{bundleId}?a=1
                secret: { env: TRIAGE_SECRET }
                enabled: false
          "1000000004": {}
          empty: []

        """)
    _ = try read(text)
  }

  @Test(arguments: [
    "Release bot", "https://a.example.com/x?y={bundleId}&z=1#2", "Café 日本語 ✅", "a:b", "a#b", "_x", "/x",
    "it's", "a - b", "x{y}, [z]", "nothing", "ok, yes", "trueish",
  ])
  func plain(text: String) {
    #expect(YAMLScalar.written(text) == text)
  }

  @Test(arguments: [
    "", " ", " a", "a ", "null", "Null", "TRUE", "false", "yes", "No", "on", "OFF", "y", "N", "~", "1",
    "0x1F",
    "0o7", "1e3", ".5", "+1", "-1", "-", "- a", "1:30", "2024-01-01", "1_000", "<<", "=", "*a", "&a", "!a",
    "|",
    ">", "%a", "@a", "`a", "'a'", "[a]", "{a}", "? a", ": a", "a: b", "a:", "a #b", "#a", "a\"b", "a\\b",
    "a\tb",
    "a\nb", "---", "...", "a\u{A0}b", "\u{FEFF}", "a\u{2028}", "a\u{202E}b", "é\u{0}", "\u{FFFF}", "\u{E000}",
  ])
  func quoted(text: String) throws {
    let written = YAMLScalar.written(text)
    #expect(written.hasPrefix("\"") && written.hasSuffix("\""), "\(written)")
    let isPrintable = written.unicodeScalars.allSatisfy { YAMLScalar.mayStand($0) }
    #expect(isPrintable)
    #expect(try value(try read("a: \(written)\n")) == .mapping([Entry("a", .text(text))]))
  }

  @Test func aVeryLongKeyIsRead() throws {
    let key = String(repeating: "k", count: 3_000) + ": \u{1}"
    let entries = [
      Entry(key, .mapping([Entry("a", .text("b"))])), Entry(key + "2", .text("c")),
      Entry("list", .list([.mapping([Entry(key, .text("d"))], inline: true)])),
    ]
    #expect(
      try value(try read(YAMLWriter().document(entries)))
        == .mapping(entries.map { Entry($0.key, bare($0.value)) }))
  }

  @Test func aMappingThatBeginsWithACommentGoesBelowTheDash() throws {
    var first = YAMLValue.text("b")
    first.comments = ["Why"]
    let text = YAMLWriter().document([Entry("l", .list([.mapping([Entry("a", first)])]))])
    #expect(text == "l:\n  -\n    # Why\n    a: b\n")
    #expect(try value(try read(text)) == .mapping([Entry("l", .list([.mapping([Entry("a", .text("b"))])]))]))
  }

  /// A blank and a combining mark are one character to Swift.
  @Test func aKeyOfAListThatBeginsWithAMarkStaysWhole() throws {
    let item = YAMLValue.mapping([Entry("\u{711}a", .text("b"))])
    let text = YAMLWriter().document([Entry("l", .list([item]))])
    #expect(try value(try read(text)) == .mapping([Entry("l", .list([item]))]))
  }

  @Test func nothing() throws {
    #expect(YAMLWriter().document([]) == "{}\n")
  }

  // MARK: Any value

  private static let pieces: [String] = [
    "a", "B", "1", "0", ".", "-", "_", " ", "  ", ":", "#", "'", "\"", "\\", "{", "}", "[", "]", ",", "&",
    "*", "!",
    "|", ">", "%", "@", "`", "?", "=", "~", "<<", "\n", "\r", "\t", "\u{0}", "\u{7}", "\u{1B}[31m", "\u{7F}",
    "\u{85}", "\u{A0}", "\u{AD}", "é", "e\u{301}", "日本", "👩‍👩‍👧", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{FFFE}",
    "\u{FFFF}", "\u{E000}", "\u{10FFFF}", "\u{1F600}", "null", "true", "no", "on", "1e3", ".inf", "0x",
    "--- ",
    "... ", ": ", " #", "- ", "%YAML 1.1", "!!str ",
  ]

  private func text(_ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...5, using: &random)
    return (0..<count).map { _ in
      // Any scalar at all, now and then.
      Int.random(in: 0..<8, using: &random) == 0
        ? Unicode.Scalar(UInt32.random(in: 0...0x10_FFFF, using: &random)).map(String.init) ?? "x"
        : Self.pieces.randomElement(using: &random) ?? ""
    }.joined()
  }

  private func anyValue(_ random: inout SeededGenerator, depth: Int = 0) -> YAMLValue {
    var value: YAMLValue
    let count = Int.random(in: 0...4, using: &random)
    switch Int.random(in: 0..<(depth < 4 ? 7 : 4), using: &random) {
    case 0: value = .integer(.random(in: -5...5, using: &random))
    case 1: value = .boolean(.random(using: &random))
    case 2, 3: value = .text(text(&random))
    case 4: value = .list((0..<count).map { _ in anyValue(&random, depth: depth + 1) })
    default: value = .mapping(entries(count, &random, depth: depth + 1))
    }
    value.isInline = .random(using: &random)
    value.isSetApart = Int.random(in: 0..<5, using: &random) == 0
    if Int.random(in: 0..<5, using: &random) == 0 { value.comments = [text(&random), text(&random)] }
    if Int.random(in: 0..<5, using: &random) == 0 { value.remark = text(&random) }
    return value
  }

  private func entries(_ count: Int, _ random: inout SeededGenerator, depth: Int) -> [Entry] {
    var seen: Set<[UInt8]> = []
    return (0..<count).compactMap { _ in
      let key = text(&random)
      return seen.insert(Array(key.utf8)).inserted ? Entry(key, anyValue(&random, depth: depth)) : nil
    }
  }

  @Test func anyValueIsReadBack() throws {
    for seed in RandomCases.seeds(250) {
      var random = SeededGenerator(seed: seed)
      let entries = entries(4, &random, depth: 0)
      let text = YAMLWriter(width: .random(in: 20...120, using: &random)).document(
        entries, comments: [self.text(&random)])
      let back = try value(try read(text))
      #expect(same(back, bare(.mapping(entries))), "seed \(seed)\n\(text)")
      #expect(YAMLWriter().document(entries) == YAMLWriter().document(entries))
    }
  }

  /// Compares bytes, because to Swift `é` and `e` with a combining accent are equal.
  private func same(_ left: YAMLValue, _ right: YAMLValue) -> Bool {
    switch (left.content, right.content) {
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy(same)
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && same($0.value, $1.value) }
    default: left.content == right.content
    }
  }
}
