import Diagnostics
import Platform
import Testing

struct TerminalTextTests {
  @Test(arguments: [
    ("plain text", "plain text"), ("naïve 日本 👍🏽 👩‍👩‍👧", "naïve 日本 👍🏽 👩‍👩‍👧"),
    ("\u{1B}[0m", #"\u{1B}[0m"#), ("a\tb\nc\rd\r\n", #"a\tb\nc\rd\r\n"#),
    ("\0\u{7F}\u{9B}", #"\u{0}\u{7F}\u{9B}"#),
    ("\u{202E}\u{2066}\u{2069}\u{200F}", #"\u{202E}\u{2066}\u{2069}\u{200F}"#),
    ("\u{FEFF}\u{200B}\u{AD}", #"\u{FEFF}\u{200B}\u{AD}"#),
    ("\u{2028}\u{2029}\u{85}", #"\u{2028}\u{2029}\u{85}"#),
    ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"), ("back\\slash", "back\\slash"), ("", ""),
    ("\u{E0001}\u{180E}\u{61C}", #"\u{E0001}\u{180E}\u{61C}"#),
    ("a\u{A0}b\u{202F}\u{2003}", #"a\u{A0}b\u{202F}\u{2003}"#), ("全\u{3000}角", "全\u{3000}角"),
  ])
  func `what could drive or deceive a terminal is escaped`(text: String, expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  /// Two names that look alike must be told apart.
  @Test(
    arguments: [
      0x115F, 0x1160, 0x3164, 0xFFA0, 0x34F, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C, 0x200D,
      0x2060,
      0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x206A, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFF0, 0xFFF9, 0xAD,
      0x61C, 0x200E,
      0x202E, 0x2066, 0x1BCA0, 0x1D173, 0x1D159, 0x2800, 0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xE0100, 0xE01EF,
      0xE0FFF,
    ] as [UInt32])
  func `letters that draw nothing are escaped`(value: UInt32) throws {
    let scalar = String(try #require(Unicode.Scalar(value)))
    let shown = #"\u{"# + String(value, radix: 16, uppercase: true) + "}"
    for (before, after) in [("a", "b"), ("", ""), ("日", "本"), ("1", "2"), ("e\u{301}", ""), ("🏴", "x")] {
      // After a flag, the selector is part of an emoji.
      if before == "🏴", value == 0xFE0E || value == 0xFE0F { continue }
      #expect(TerminalText.escaped(before + scalar + after) == before + shown + after)
    }
  }

  @Test(arguments: [
    "👩\u{200D}🚀", "👩🏽\u{200D}🚀", "❤\u{FE0F}\u{200D}🔥", "🏳\u{FE0F}\u{200D}🌈", "👁\u{FE0F}\u{200D}🗨\u{FE0F}",
    "1\u{FE0F}\u{20E3}", "#\u{FE0F}\u{20E3}", "⚠\u{FE0F}", "☎\u{FE0E}", "©\u{FE0F}",
    "👩\u{200D}❤\u{FE0F}\u{200D}👩",
    "क्\u{200D}ष", "ക്\u{200D}", "می\u{200C}خواهم",
  ]) func `what changes how its neighbours look is kept`(text: String) {
    #expect(TerminalText.escaped(text) == text)
  }

  @Test(arguments: [
    ("👩\u{200D}", #"👩\u{200D}"#), ("\u{200D}👩", #"\u{200D}👩"#),
    ("👩\u{200D}\u{200D}🚀", #"👩\u{200D}\u{200D}🚀"#),
    ("1\u{200D}2", #"1\u{200D}2"#), ("1\u{FE0F}", #"1\u{FE0F}"#),
    ("⚠\u{FE0F}\u{FE0F}", "⚠\u{FE0F}" + #"\u{FE0F}"#),
    ("می\u{200C}", #"می\u{200C}"#), ("ab\u{200C}cd", #"ab\u{200C}cd"#),
    ("🏴\u{E0067}\u{E0062}", #"🏴\u{E0067}\u{E0062}"#), ("🏴\u{E0068}\u{E007F}", #"🏴\u{E0068}\u{E007F}"#),
    ("👍\u{E0041}\u{E007F}", #"👍\u{E0041}\u{E007F}"#),
  ]) func `elsewhere it is escaped`(text: String, expected: String) {
    #expect(TerminalText.escaped(text) == expected)
    #expect(TerminalText.escaped(TerminalText.escaped(text)) == TerminalText.escaped(text))
  }

  @Test(arguments: [
    ("abc", 3), ("", 0), ("ü", 1), ("u\u{308}", 1), ("日本語", 6), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("ﾊﾝ", 2), ("Ａ", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2),
    ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("\u{200D}", 8), ("a\u{3164}", 9), ("❤\u{FE0F}\u{FE0F}", 10), ("€", 1), ("—…→", 3),
    ("\u{1B}", 6), ("a\tb", 4), ("\r\n", 4), ("नि", 2),
  ])
  func `width is counted in terminal columns`(text: String, expected: Int) {
    #expect(TerminalText.width(of: text) == expected)
    #expect(TerminalText.width(of: TerminalText.escaped(text)) == expected)
  }

  @Test func excerptsAreShort() {
    let text = Array((String(repeating: "ab \n ", count: 1000)).utf8)
    #expect(TerminalText.excerpt(of: text).count == 81)
    #expect(TerminalText.excerpt(of: [0xFF, 0x41]) == "\u{FFFD}A")
  }

  /// Because a single character can have any number of combining marks.
  @Test func isCutByScalars() {
    #expect(Wording.short("abc", to: 3) == "abc")
    #expect(Wording.short("abcd", to: 3) == "abc…")
    #expect(Wording.short("a" + String(repeating: "\u{301}", count: 1_000)).unicodeScalars.count == 81)
  }
}
