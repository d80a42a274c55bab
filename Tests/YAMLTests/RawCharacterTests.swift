import Diagnostics
import Testing
import YAML

/// Characters that a reviewer can't see in a file.
struct RawCharacterTests {
  /// Line and column of each error, and its message without the remedy.
  private func problems(_ text: String) -> [String] {
    YAMLReader.read(SourceFile(path: "x.yaml", text: text)).diagnostics.map { diagnostic in
      let start = diagnostic.range?.start
      return "\(start?.line ?? 0):\(start?.column ?? 0): \(diagnostic.message)"
    }
  }

  @Test(arguments: [("\u{85}", "0085"), ("\u{2028}", "2028"), ("\u{2029}", "2029")])
  func `a separator ends no comment, unseen`(separator: String, code: String) throws {
    let text = "apps:\n  x:\n    # see the wiki\(separator)    prune: false\n    y: 1\n"
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x.yaml", text: text))
    #expect(try #require(root)["apps"]?["x"]?.pairs.map(\.key.text) == ["y"])
    #expect(
      DiagnosticRenderer().render(diagnostics) == """
        x.yaml:3:19: error: the line separator U+\(code) isn't allowed: some readers end the line there, but editors don't show it; remove it, or write \\u\(code) in double quotes
            # see the wiki\\u{\(separator.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? "")}\
            prune: false
                          ^\(String(repeating: "~", count: code == "0085" ? 5 : 7))

        """)
  }

  @Test func `lines behind it count as editors count them`() {
    #expect(
      problems("a: 'x\u{2028}y'\nb: \"\u{2029}\"\nc: z\u{85}z\n\u{2028}d: 1\na: 2\n") == [
        "1:6: the line separator U+2028 isn't allowed: some readers end the line there, but editors don't "
          + "show it",
        "2:5: the line separator U+2029 isn't allowed: some readers end the line there, but editors don't "
          + "show it",
        "3:5: the line separator U+0085 isn't allowed: some readers end the line there, but editors don't "
          + "show it",
        "4:1: the line separator U+2028 isn't allowed: some readers end the line there, but editors don't "
          + "show it",
        "5:1: duplicate key 'a'",
      ])
    // Even if nothing more can be read.
    #expect(problems("# \u{2028}\u{2028}\r\na: b\r\nc: @\r").last == "3:4: a value can't begin with '@'")
  }

  @Test(
    arguments: [
      0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
    ] as [UInt32]) func `bidirectional controls are errors wherever they stand`(value: UInt32) throws
  {
    let control = String(try #require(Unicode.Scalar(value)))
    let code = String(repeating: "0", count: 4 - String(value, radix: 16).count) + String(value, radix: 16)
    for text in ["a: x%", "a: 'x%'", "a: \"x%\"", "# x%\na: 1", "x%: 1", "- x%", "a: |\n  x%", "&x% a"] {
      let message = problems(text.replacing("%", with: control)).first
      #expect(
        message?.contains("the bidirectional control U+\(code.uppercased()) isn't allowed") == true, "\(text)"
      )
    }
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: "a: \"x\\u\(code)\""))
    #expect(diagnostics.isEmpty && root?["a"]?.text == "x" + control, "as an escape it can be seen")
  }

  @Test func `separators as escapes are text`() {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: #"a: "\u0085\N\u2028\L\u2029\P""#))
    #expect(diagnostics.isEmpty && root?["a"]?.text == "\u{85}\u{85}\u{2028}\u{2028}\u{2029}\u{2029}")
  }

  @Test(arguments: [
    ("a: 1\n\u{FEFF}b: 2\n", "2:1"), ("a: x\u{FEFF}y\n", "1:5"), ("\u{FEFF}\u{FEFF}a: 1\n", "1:1"),
  ])
  func `a byte order mark stands at the beginning alone`(text: String, place: String) {
    #expect(
      problems(text) == [
        "\(place): a byte order mark (U+FEFF) isn't allowed after the start of the file"
      ])
  }

  @Test func `neighbours are let alone`() {
    let text =
      "# \u{86}\u{84}\u{2027}\u{202F}\u{2065}\u{206A}\u{200B}\u{200D}\u{A0}é日👩\u{200D}🚀\na: 'ü\u{A0}é'\n"
    #expect(problems(text.replacing("\u{86}\u{84}", with: "")) == [])
  }

  @Test func `a million of them are told in a thousand`() {
    let text = "# " + String(repeating: "\u{202E}", count: 100_000)
    let diagnostics = problems(text)
    #expect(diagnostics.count == 1_001)
    #expect(diagnostics.last == "0:0: there are more invisible characters; the rest aren't shown")
  }
}
