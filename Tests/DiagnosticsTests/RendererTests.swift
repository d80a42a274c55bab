import Diagnostics
import Platform
import TestSupport
import Testing

struct RendererTests {
  private func file(_ text: String, path: String = "webhooks.yaml") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  private func range(_ file: SourceFile, _ line: Int, _ column: Int, to end: (Int, Int)? = nil) -> SourceRange
  {
    SourceRange(
      file: file, start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: end?.0 ?? line, column: end?.1 ?? column + 1))
  }

  /// The last two lines of a diagnostic over a range: the excerpt and its caret line.
  private func excerpt(_ range: SourceRange) -> [String] {
    let output = DiagnosticRenderer().render([.error("m", at: range)])
    return output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map(
      String.init)
  }

  @Test func `a diagnostic has the form that compilers gave it`() {
    let text = """
      apps:
        com.example.notes:
          webhooks:
            Triage:
              events: [BUILD_UPLOD_STATE_UPDATED]
      """
    let file = file(text, path: "x.yaml")
    let diagnostic = Diagnostic.error(
      "unknown event type 'BUILD_UPLOD_STATE_UPDATED'", at: range(file, 5, 18, to: (5, 43)),
      remedy: "did you mean 'BUILD_UPLOAD_STATE_UPDATED'?",
      notes: [.init("for this webhook", at: range(file, 1, 1, to: (1, 5)))])
    #expect(
      DiagnosticRenderer().render([diagnostic]) == """
        x.yaml:5:18: error: unknown event type 'BUILD_UPLOD_STATE_UPDATED'; did you mean 'BUILD_UPLOAD_STATE_UPDATED'?
                events: [BUILD_UPLOD_STATE_UPDATED]
                         ^~~~~~~~~~~~~~~~~~~~~~~~~
        x.yaml:1:1: note: for this webhook
        apps:
        ^~~~

        """)
  }

  @Test func `what has no place is printed without one, first`() {
    let diagnostics: [Diagnostic] = [
      .warning("odd", at: range(file("a: b\n"), 1, 4)),
      .error("no file 'a.yaml'", at: nil, remedy: "run 'storehooks init'"),
    ]
    #expect(
      DiagnosticRenderer().render(diagnostics) == """
        error: no file 'a.yaml'; run 'storehooks init'
        webhooks.yaml:1:4: warning: odd
        a: b
           ^

        """)
    #expect(DiagnosticRenderer().render([]) == "")
  }

  @Test func `diagnostics are sorted by place, and exact duplicates go`() {
    let first = file("a\nb\n", path: "z.yaml")
    let second = file("c\n", path: "a.yaml")
    let diagnostics: [Diagnostic] = [
      .error("two", at: range(first, 2, 1)), .error("three", at: range(second, 1, 1)),
      .error("one", at: range(first, 1, 1)), .error("two", at: range(first, 2, 1)),
      .error("two and a half", at: range(first, 2, 1)), .error("one and a half", at: range(first, 1, 2)),
    ]
    let lines = DiagnosticRenderer().render(diagnostics).split(separator: "\n")
    #expect(
      lines.filter { $0.contains("error:") } == [
        "z.yaml:1:1: error: one", "z.yaml:1:2: error: one and a half", "z.yaml:2:1: error: two",
        "z.yaml:2:1: error: two and a half", "a.yaml:1:1: error: three",
      ])
  }

  @Test(arguments: [
    // text, column, end column, line shown, caret line
    ("abc def", 5, 8, "abc def", "    ^~~"),
    ("\tab\tcd", 2, 4, "\tab\tcd", "\t^~"),
    ("\tab\tcd", 5, 7, "\tab\tcd", "\t  \t^~"),
    ("a\tb", 1, 4, "a\tb", "^\t~"),
    ("日本 x", 4, 5, "日本 x", "     ^"),
    ("日本 x", 1, 3, "日本 x", "^~~~"),
    ("e\u{301}x y", 5, 6, "e\u{301}x y", "   ^"),
    ("👩‍👩‍👧 x", 7, 8, "👩‍👩‍👧 x", "   ^"),
    ("🇩🇪🇫🇷 x", 6, 7, "🇩🇪🇫🇷 x", "     ^"),
    ("ñ: ü", 4, 5, "ñ: ü", "   ^"),
    ("a\u{1B}[31mb c", 9, 10, "a\\u{1B}[31mb c", String(repeating: " ", count: 13) + "^"),
    ("a\u{202E}b", 3, 4, "a\\u{202E}b", String(repeating: " ", count: 9) + "^"),
    ("a\u{0}", 2, 3, "a\\u{0}", " ^~~~~"),
    ("abc", 4, 4, "abc", "   ^"),
    ("abc", 2, 2, "abc", " ^"),
    ("abc", 9, 12, "abc", "   ^"),
    ("", 1, 1, "", "^"),
  ])
  func `the caret stands below its character`(
    text: String, column: Int, end: Int, line: String, caret: String
  ) {
    for lineBreak in ["\n", "\r\n", "\r"] {
      let file = file("# é\(lineBreak)\(text)\(lineBreak)more")
      #expect(excerpt(range(file, 2, column, to: (2, end))) == [line, caret])
    }
    #expect(excerpt(range(file(text), 1, column, to: (1, end))) == [line, caret])
  }

  @Test func `a range over several lines is underlined to the end of its first`() {
    #expect(excerpt(range(file("a: b c \t \n  d\n"), 1, 4, to: (2, 4))) == ["a: b c \t ", "   ^~~"])
    #expect(excerpt(range(file("a:   \nb"), 1, 4, to: (2, 1))) == ["a:   ", "   ^"])
  }

  @Test func `a place past the end of the file has no excerpt`() {
    #expect(excerpt(range(file("a\n"), 3, 1)) == [])
    #expect(excerpt(range(file("a\n"), 2, 1)) == ["", "^"])
  }

  @Test(arguments: [1, 10, 59, 60, 61, 100, 500, 4998, 5000])
  func `long lines are cut around the caret`(column: Int) throws {
    for unit in ["x", "日", "\u{1B}", "e\u{301}\u{302}", "\t"] {
      let scalars = unit.unicodeScalars.count
      let text = String(repeating: unit, count: 5000) + "\n"
      let shown = excerpt(range(file(text), 1, 1 + (column - 1) * scalars, to: (1, column * scalars + 1)))
      let line = try #require(shown.first)
      let caret = try #require(shown.last)
      #expect(TerminalText.width(of: line.filter { $0 != "\t" }) <= 165)
      #expect(line.contains("…"))
      let place = try #require(caret.firstIndex(of: "^"))
      let before = caret[..<place].count
      #expect(before < 165)
      // The character above the caret is one of the text's, not the ellipsis.
      #expect(before >= (line.hasPrefix("…") ? 1 : 0))
    }
  }

  @Test func `a cut line shows the right part`() {
    let text = String(repeating: "a", count: 1000) + "HERE" + String(repeating: "b", count: 1000)
    let shown = excerpt(range(file(text), 1, 1001, to: (1, 1005)))
    let line = "…" + String(repeating: "a", count: 59) + "HERE" + String(repeating: "b", count: 95) + "…"
    #expect(shown == [line, String(repeating: " ", count: 60) + "^~~~"])
    // Near the end of the line, more of its beginning is shown.
    let end = excerpt(range(file(text + "\n"), 1, 2004, to: (1, 2005)))
    #expect(
      end == [
        "…" + String(repeating: "b", count: 158), String(repeating: " ", count: 158) + "^",
      ])
  }

  @Test(arguments: [20, 40, 80, 120, 200]) func `lines keep to the terminal`(_ width: Int) {
    let texts = [
      String(repeating: "a", count: 300), String(repeating: "漢", count: 300),
      "\t\t\turl: " + String(repeating: "x", count: 90),
      String(repeating: "a", count: width), String(repeating: "a", count: width + 1),
    ]
    for text in texts {
      for column in [1, 5, text.count / 2, text.count] {
        let diagnostic = Diagnostic.error("bad", at: range(file(text), 1, column))
        let lines = DiagnosticRenderer(width: width).render([diagnostic]).split(separator: "\n")
        for line in lines.dropFirst() {
          let columns = line.reduce(0) { $0 + ($1 == "\t" ? 8 : TerminalText.width(of: String($1))) }
          #expect(columns <= width, "\(line)")
        }
        #expect(lines.last?.contains("^") == true)
      }
    }
    let fits = String(repeating: "a", count: width)
    let shown = DiagnosticRenderer(width: width).render([.error("bad", at: range(file(fits), 1, 1))])
    #expect(shown.contains("\n\(fits)\n"), "what fits isn't cut")
  }

  @Test func `messages and paths can't drive the terminal`() {
    let file = file("a\n", path: "x\u{1B}[2J\n.yaml")
    let diagnostic = Diagnostic.error(
      "bad 'a\u{1B}]0;x\u{7}\nb'", at: range(file, 1, 1), remedy: "use\tno \u{202E}tricks")
    #expect(
      DiagnosticRenderer().render([diagnostic]) == #"""
        x\u{1B}[2J\n.yaml:1:1: error: bad 'a\u{1B}]0;x\u{7}\nb'; use\tno \u{202E}tricks
        a
        ^

        """#)
    let long = DiagnosticRenderer().render([.error(String(repeating: "x", count: 100_000), at: nil)])
    #expect(long.count < 4100)
    #expect(long.hasSuffix("x…\n"))
  }

  @Test func `past the limit the rest is counted`() {
    let file = file(String(repeating: "a\n", count: 2000))
    let errors = (1...1334).map { Diagnostic.error("bad", at: range(file, $0, 1)) }
    let warnings = (1400...1400).map { Diagnostic.warning("odd", at: range(file, $0, 1)) }
    let output = DiagnosticRenderer().render(errors + warnings)
    #expect(output.split(separator: "\n").count == 301)
    #expect(output.hasSuffix("… and 1,234 more errors and 1 more warning\n"))
    #expect(DiagnosticRenderer(limit: 1333).render(errors).hasSuffix("… and 1 more error\n"))
    #expect(DiagnosticRenderer(limit: 0).render(warnings) == "… and 1 more warning\n")
    #expect(!DiagnosticRenderer(limit: 1334).render(errors).contains("more"))
  }

  @Test func `colours are an option`() {
    let file = file("a: b\n")
    let diagnostic = Diagnostic.error(
      "bad", at: range(file, 1, 4), notes: [.init("see", at: range(file, 1, 1))])
    let e = "\u{1B}["
    #expect(
      DiagnosticRenderer(color: true).render([diagnostic, .warning("odd", at: nil)]) == """
        \(e)1;35mwarning:\(e)0m odd
        \(e)1mwebhooks.yaml:1:4:\(e)0m \(e)1;31merror:\(e)0m bad
        a: b
           \(e)32m^\(e)0m
        \(e)1mwebhooks.yaml:1:1:\(e)0m \(e)36mnote:\(e)0m see
        a: b
        \(e)32m^\(e)0m

        """)
  }

  @Test func `many diagnostics on one long line are rendered in one pass`() {
    let file = file(String(repeating: "x", count: 2_000_000))
    let diagnostics = (0..<200).map { Diagnostic.error("bad", at: range(file, 1, 1 + 10_000 * $0)) }
    #expect(DiagnosticRenderer(limit: 200).render(diagnostics).utf8.count < 200 * 600)
    // Looking at each from the beginning of its line would take fifty times as long.
    #expect(
      growsLess(than: 10, from: [diagnostics[0], diagnostics[199]], to: diagnostics) {
        _ = DiagnosticRenderer(limit: 200).render($0)
      })
  }
}
