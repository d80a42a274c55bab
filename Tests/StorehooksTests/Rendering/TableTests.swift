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

  private static let wide: Table = {
    var url = Table.Column("URL", minimum: 12)
    url.cut = Table.cutURL
    return Table(
      columns: [
        .init("APP"), .init("TIME"), url, .init("TOOK", isRightAligned: true, room: .ifNothingIsCut),
      ],
      rows: [
        ["a", .init("2026-11-28 13:00 CET", short: "11-28"), "https://h.example/one/two", "12 ms"],
        ["b", .init("2026-11-28 12:00 CET", short: "11-28"), "https://h.example/three", "1 s"],
        ["a", .init("2026-11-27 11:00 CET", short: "11-27"), "https://h.example/four", "2 s"],
      ], headings: [0])
  }()

  @Test(arguments: [
    (80, "APP  TIME                  URL                         TOOK\na    2026-11-28 13:00 CET  https"),
    // First short forms, then without dispensable columns, then cut.
    (45, "APP  TIME   URL                         TOOK\na    11-28  https://h.example/one/two  12 ms\n"),
    (38, "APP  TIME   URL\na    11-28  https://h.example/one/two\n"),
    (30, "APP  TIME   URL\na    11-28  h.example/one/two\n"),
    (26, "APP  TIME   URL\na    11-28  h.example/…two\n"),
    // Headings, in the order of their first rows, each with its rows.
    (
      23,
      """
        TIME   URL
      a
        11-28  h.example/…two
        11-27  h.example/four
      b
        11-28  h.example/…ree

      """
    ), (17, "APP   a\nTIME  2026-11-28 13:00 CET\n"),
  ]) func aNarrowTerminalGetsLessPerRow(width: Int, beginning: String) {
    let text = Self.wide.render(width: width, style: .plain)
    #expect(text.hasPrefix(beginning), "\(text)")
  }

  @Test(arguments: [
    (60, "https://hooks.example.com/asc/notes", "https://hooks.example.com/asc/notes"),
    (30, "https://hooks.example.com/asc/notes", "hooks.example.com/asc/notes"),
    (26, "https://hooks.example.com/asc/notes", "hooks.example.com/…c/notes"),
    (26, "https://hooks.example.com:443/asc/notes", "hooks.example.com/…c/notes"),
    (31, "https://hooks.example.com:8443/asc/notes", "hooks.example.com:8443/…c/notes"),
    (30, "http://localhost:8080/asc/notes-notes", "http://localhost:8080/…s-notes"),
    (26, "https://hooks.example.com/…", "hooks.example.com/…"),
    (20, "https://a.very.long.host.example.com/asc/notes", "….example.com/…notes"),
    (20, "https://hooks.example.com?app=1234567890", "….example.com/…67890"),
    (13, "https://hooks.example.com", "….example.com"),
  ]) func aURLKeepsItsHostAndItsEnd(width: Int, url: String, expected: String) {
    #expect(Table.cutURL(url, to: width) == expected)
    #expect(TerminalText.width(of: Table.cutURL(url, to: width)) <= width)
  }

  @Test func anyTextCanStandForAURL() {
    let texts = ["", "/", "https://", "no url at all", "https://東京.example/東京/東京", "https:///x?y#z"]
    for text in texts {
      for width in 4...40 {
        #expect(TerminalText.width(of: Table.cutURL(text, to: width)) <= width, "\(text)")
      }
    }
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
