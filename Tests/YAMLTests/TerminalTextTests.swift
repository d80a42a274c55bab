import Testing
import YAML

struct TerminalTextTests {
  @Test(arguments: [
    ("plain text", "plain text"), ("naïve 日本 👍🏽 👩‍👩‍👧", "naïve 日本 👍🏽 👩‍👩‍👧"),
    ("\u{1B}[0m", #"\u{1B}[0m"#), ("a\tb\nc\rd\r\n", #"a\tb\nc\rd\r\n"#),
    ("\0\u{7F}\u{9B}", #"\u{0}\u{7F}\u{9B}"#),
    ("\u{202E}\u{2066}\u{2069}\u{200F}", #"\u{202E}\u{2066}\u{2069}\u{200F}"#),
    ("\u{FEFF}\u{200B}\u{AD}", #"\u{FEFF}\u{200B}\u{AD}"#),
    ("\u{2028}\u{2029}\u{85}", #"\u{2028}\u{2029}\u{85}"#),
    ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"), ("back\\slash", "back\\slash"), ("", ""),
  ])
  func `what could drive or deceive a terminal is escaped`(text: String, expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  @Test(arguments: [
    ("abc", 3), ("", 0), ("ü", 1), ("u\u{308}", 1), ("日本語", 6), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("ﾊﾝ", 2), ("Ａ", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2),
    ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("\u{200D}", 0), ("€", 1), ("—…→", 3), ("\u{1B}", 6), ("a\tb", 4), ("\r\n", 4), ("नि", 2),
  ])
  func `width is counted in terminal columns`(text: String, expected: Int) {
    #expect(TerminalText.width(of: text) == expected)
    #expect(TerminalText.width(of: TerminalText.escaped(text)) == expected)
  }

  /// A character can have any number of combining marks.
  @Test func isCutByScalars() {
    #expect(Wording.short("abc", to: 3) == "abc")
    #expect(Wording.short("abcd", to: 3) == "abc…")
    #expect(Wording.short("a" + String(repeating: "\u{301}", count: 1_000)).unicodeScalars.count == 81)
  }
}
