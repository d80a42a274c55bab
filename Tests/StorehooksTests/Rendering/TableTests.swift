import Diagnostics
import Platform
@testable import Reports
import TestSupport
import Testing

@testable import storehooks

@Suite struct TableTests {
  private let table = Table(
    columns: [.init("App", minimum: 8), .init("URL", minimum: 10), .init("Events", isRightAligned: true)],
    rows: [
      ["com.example.notes", "https://hooks.example.com/asc/com.example.notes", "12"],
      ["東京アプリ", "https://例え.example/asc", "1"],
      ["\u{1B}[31mred", "x", "100"],
    ])

  @Test func withoutALimitNothingIsCut() {
    let lines = table.render(width: nil, style: .plain).split(separator: "\n")
    #expect(lines[0] == "App                URL                                              Events")
    #expect(lines[2].hasPrefix("東京アプリ         https"))
    #expect(lines[3].hasPrefix(#"\u{1B}[31mred"#))
  }

  @Test(arguments: 29...90)
  func noLineIsWiderThanTheTerminal(_ width: Int) {
    let text = table.render(width: width, style: .plain)
    for line in text.split(separator: "\n") { #expect(TerminalText.width(of: String(line)) <= width) }
    #expect(text.split(separator: "\n").count == 4)
    #expect(text.contains("…") == (width < 74))
  }

  @Test func aNarrowTerminalGetsBlocks() {
    let text = table.render(width: 20, style: .plain)
    #expect(
      text.hasPrefix("App     com.example.notes\nURL     https://hooks.example.com/asc/com.example.notes\n"))
    #expect(text.split(separator: "\n\n").count == 3)
  }

  @Test func stylesDoNotCountAsWidth() {
    let table = Table(
      columns: [.init("A"), .init("B")], rows: [[.init("x") { Style(isOn: true).red($0) }, "y"]])
    #expect(table.render(width: nil, style: .plain) == "A  B\n\u{1B}[31mx\u{1B}[39m  y\n")
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("東京都", 5, "東京…"), ("東京都", 4, "東…"), ("ab", 1, "…"),
  ])
  func cuts(_ text: String, _ width: Int, _ expected: String) {
    #expect(Table.cut(text, to: width) == expected)
  }
}
