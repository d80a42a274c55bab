import AppStoreConnect
import Cryptography
import Diagnostics
import Platform
import Reconciler
import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct FleetPageTests {
  private let page = FleetPage(FleetSamples.fleet(), version: "1.2.3").html()

  @Test func goldens() throws {
    let fleet = FleetSamples.fleet()
    let findings = Findings(warnings: [.warning("the list may be <short>", at: nil)])
    try Golden.check(page, named: "report/report.html")
    let overview = FleetOverview(fleet, findings)
    try Golden.check(try #require(overview.json), named: "report/report.json")
    try Golden.check(try #require(overview.markdown).render(), named: "report/report.md")
    let plain = Reader(style: .plain)
    try Golden.check(try #require(overview.text(for: plain)), named: "report/report.txt")
    let terminal = Reader(style: Style(isOn: true), width: 80, isTerminal: true)
    try Golden.check(try #require(overview.text(for: terminal)), named: "report/report-terminal.txt")
  }

  @Test func theHashesOfThePolicyAreThoseOfStyleAndScript() throws {
    func hash(_ text: String) throws -> String {
      Data(try SHA256.digest(Array(text.utf8))).base64EncodedString()
    }
    #expect(try hash(FleetPage.style) == FleetPage.styleHash)
    #expect(try hash(FleetPage.script) == FleetPage.scriptHash)
    #expect(FleetPage.script.split(separator: "\n").count <= 150)
  }

  /// Nothing that a browser would fetch or the policy would have to allow.
  @Test func loadsNothing() {
    #expect(page.contains("default-src 'none'; style-src 'sha256-"))
    #expect(!page.contains("unsafe-inline"))
    for trace in [
      "src=", "href=", "url(", "@import", "<link", "<img", "<iframe", "<object", " style=", "http://",
      "onclick",
    ] {
      #expect(!page.contains(trace), "\(trace)")
    }
    // No foreign text could close them.
    #expect(
      page.components(separatedBy: "<script").count == 2
        && page.components(separatedBy: "</script").count == 2)
    #expect(page.components(separatedBy: "</style").count == 2)
  }

  @Test func pathsAndPasswordsStayOutOfEveryFormat() throws {
    let fleet = FleetSamples.fleet()
    let overview = FleetOverview(fleet, Findings())
    let texts = [
      page, overview.json ?? "", overview.markdown?.render() ?? "",
      overview.text(for: Reader(style: .plain)) ?? "",
    ]
    for text in texts {
      #expect(text.contains("chat.example.com"))
      for secret in [
        "PATH-OF-A-URL", "QUERY-OF-A-URL", "PASSWORD", "PATH-OF-A-RULE", "path-of-a-message",
        "body-of-an-answer",
      ] {
        #expect(!text.contains(secret), "\(secret) in \(text.prefix(20))")
      }
    }
    let shown = FleetOverview(fleet, showsURLs: true, Findings())
    let page = FleetPage(fleet, showsURLs: true, version: "1").html()
    for text in [page, shown.json ?? ""] {
      #expect(text.contains("PATH-OF-A-URL") && text.contains("QUERY-OF-A-URL") && !text.contains("PASSWORD"))
    }
  }

  @Test func whatIsWithheldIsWithheldAndTheScriptStays() {
    let withholding = Withholding()
    withholding.add(Secret("Example notes"))
    // Words of the style and the script may be somebody's secret, too.
    withholding.add(Secret("querySelectorAll"))
    withholding.add(Secret("prefers-color-scheme"))
    let page = FleetPage(FleetSamples.fleet(), version: "1").html(withholding: withholding)
    #expect(!page.contains("Example notes") && page.contains("Example tasks"))
    #expect(page.contains(FleetPage.script) && page.contains(FleetPage.style))
  }

  /// Tags, attributes, entities, comments, code, and characters that reorder letters do nothing anywhere.
  @Test(arguments: [
    "<script>alert(1)</script>", "</bdi></td></table><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)", "' onfocus='alert(1)",
    "&lt;b&gt;", "&#60;b&#62;", "<!--", "-->", "]]>", "</style><style>*{display:none}",
    "</title><base href=//evil.example>", "`", "```", "|",
    "\\", "@octocat", "#1", "[x](javascript:alert(1))", "**", "\n", "\r\n", "\u{202E}", "\u{1B}[31m", "é",
    "漢", "👩‍👩‍👧",
    "e\u{301}\u{301}\u{301}", " ", "::error::", "%0A", "~~~", "- ", "> ", "\u{0}", "\u{FFFE}", "\u{1FFFF}",
    String(Unicode.Scalar(0xFDD0 as UInt16)!), "\u{85}", "\u{2028}",
    "<\u{301}b>", "\"\u{301}", "&\u{301}amp;", "{{7*7}}", "${1}", "javascript:alert(1)", "\u{0E3A}<b>",
    "<a\u{0338}",
  ]) func foreignTextIsInert(_ text: String) {
    let fleet = FleetSamples.fleet { $0 + text }
    let page = FleetPage(fleet, showsURLs: true, version: "1").html()
    #expect(Self.markup(of: page) == Self.plainMarkup)
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !TerminalText.isHidden($0) || $0.value == 0x200D })
    let json = FleetOverview(fleet, Findings()).json ?? ""
    #expect((try? JSONDecoder().decode(AnyJSON.self, from: Data(json.utf8))) != nil)
    let markdown = FleetOverview(fleet, Findings()).markdown?.render() ?? ""
    let bare = markdown.replacing(#/`[^`]*`|<code>[^<]*</code>/#, with: "")
    for trace in ["@octocat", "<script", "<img", "[x]", "::error"] {
      #expect(!bare.contains(trace), "\(trace)")
    }
  }

  /// The page's own markup, as it is with plain names.
  private static let plainMarkup = markup(
    of: FleetPage(FleetSamples.fleet { $0 + "x" }, showsURLs: true, version: "1").html())

  /// The tags with their attributes except titles, as a tokenizer sees them that only knows where tags begin and end.
  private static func markup(of page: String) -> [String] {
    let scalars = Array(page.unicodeScalars)
    var tags: [String] = []
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "<" else {
        index += 1
        continue
      }
      var tag = String.UnicodeScalarView()
      var isQuoted = false
      while index < scalars.count, isQuoted || scalars[index] != ">" {
        if scalars[index] == "\"" { isQuoted.toggle() }
        tag.append(scalars[index])
        index += 1
      }
      tags.append(String(tag).replacing(#/ title="[^"]*"/#, with: ""))
    }
    return tags
  }

  @Test(arguments: [false, true]) func fourHundredAppsStayBelowTwoMegabytes(_ distinctHosts: Bool) {
    let fleet = FleetSamples.large(apps: 400, distinctHosts: distinctHosts)
    let page = FleetPage(fleet, version: "1").html()
    #expect(page.utf8.count < 2_000_000, "\(page.utf8.count)")
    #expect(page.components(separatedBy: "<tr><th scope=\"row\">").count == 401)
    let markdown = FleetOverview(fleet, Findings()).markdown?.render() ?? ""
    #expect(markdown.utf8.count <= MarkdownReport.limit)
  }

  @Test func anEmptyAccountHasAPage() {
    let page = FleetPage(FleetReport(FleetReading(apps: [], now: FleetSamples.now)), version: "1").html()
    #expect(page.contains("<b>0</b> apps") && page.contains("Nothing."))
    #expect(FleetPage.isPage(Array(page.utf8)) && !FleetPage.isPage(Array("<!DOCTYPE html>".utf8)))
  }

  @Test func lettersGoOnBehindZ() {
    #expect(
      [0, 25, 26, 51, 52, 701, 702].map(FleetPage.letters) == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
  }

  @Test func anEmptyReportHasAllKeys() throws {
    let json = try #require(FleetOverview(nil, Findings(errors: [.error("no", at: nil)])).json)
    for key in ["apps", "receivers", "attention", "unread", "errors", "requests"] {
      #expect(json.contains("\"\(key)\""))
    }
  }
}
