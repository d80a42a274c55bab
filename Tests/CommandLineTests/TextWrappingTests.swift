import Testing

@testable import CommandLine

@Suite struct TextWrappingTests {
  @Test func setsLongTermsOnTheirOwnLine() {
    let lines = TextWrapping.table(
      [("short", "one two three"), ("much-too-long", "four"), ("none", "")], indent: 1, column: 8, width: 15)
    #expect(
      lines == [" short  one two", "        three", " much-too-long", "        four", " none"])
  }

  @Test func wrapsAtTheWidth() {
    #expect(TextWrapping.lines("aa bb  cc\ndd", width: 5) == ["aa bb", "cc dd"])
    #expect(TextWrapping.lines("aaaaaaaa b", width: 5) == ["aaaaaaaa", "b"])
    #expect(TextWrapping.lines("", width: 5).isEmpty)
  }
}
