@testable import Reports
import Testing

@testable import storehooks

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("Release bot", "`Release bot`"),
    ("@everyone #12 <b> **x** [a](b)", "`@everyone #12 <b> **x** [a](b)`"),
    ("a|b", "<code>a&#124;b</code>"),
    ("a`</code>", "<code>a&#96;&#60;&#47;code&#62;</code>"),
    (#"a\|b"#, "<code>a&#92;&#124;b</code>"),
    ("", "<code></code>"),
    (" a", "<code> a</code>"),
    ("a\nb", #"<code>a&#92;nb</code>"#),
    ("a\u{1B}[2J", "<code>a&#92;u&#123;1B&#125;&#91;2J</code>"),
    ("für 東京", "`für 東京`"),
    // Swift joins the special character with its neighbour; a browser doesn't.
    ("a`\u{301}<b>", "<code>a&#96;\u{301}&#60;b&#62;</code>"), ("\u{D4E}|", "<code>\u{D4E}&#124;</code>"),
  ])
  func foreignTextIsInert(_ text: String, _ expected: String) {
    #expect(Markdown.code(text) == expected)
  }

  @Test(arguments: [
    ("Example Notes", "Example Notes"), ("Notes 2", "Notes 2"), ("Fünf Köche", "Fünf Köche"), ("東京", "東京"),
    ("e\u{301}te\u{301}", "e\u{301}te\u{301}"), ("@octocat", "`@octocat`"), ("#12", "`#12`"),
    ("www.example.com", "`www.example.com`"), ("deadbeef", "`deadbeef`"), ("1234567", "`1234567`"),
    ("JIRA12", "`JIRA12`"), ("a  b", "`a  b`"), (" a", "<code> a</code>"), ("", "<code></code>"),
    ("\u{D4E}|", "<code>\u{D4E}&#124;</code>"), ("a\u{202E}b", "<code>a&#92;u&#123;202E&#125;b</code>"),
  ])
  func aNameIsPlainOnlyIfItCanMeanNothing(_ text: String, _ expected: String) {
    #expect(Markdown.text(text) == expected)
  }

  @Test func noLineOfABlockClosesIt() {
    #expect(Markdown.fenced("", "```\n") == "````\n```\n````\n")
    #expect(Markdown.fenced("", "```\u{301}") == "````\n```\u{301}\n````\n")
  }

  @Test func tables() {
    #expect(Markdown.table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    #expect(Markdown.table(["a"], []).isEmpty)
  }
}
