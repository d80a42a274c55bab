@testable import Reports
import AppStoreConnect
import Diagnostics
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import storehooks

/// Reports of any size with any names: never too long, and never broken.
@Suite struct MarkdownReportTests {
  private static let pieces = [
    "a", "`", "```", "````", "|", "\\", "<", "</details>", "<script>", "@octocat", "#1", "[x](y)", "**", "\n",
    "\r",
    "\u{202E}", "\u{1B}[31m", "é", "漢", "👩‍👩‍👧", "e\u{301}\u{301}\u{301}",
    " "
      + "", "::error::", "%0A", "~~~", "- ",
    "> ",
  ]

  private static func text(_ generator: inout SeededGenerator, upTo length: Int) -> String {
    (0..<Int.random(in: 0...length, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  private static func change(_ generator: inout SeededGenerator, _ length: Int) -> FieldChange {
    let texts = (0..<2).map { _ in text(&generator, upTo: length) }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return .name(before: texts[0], after: texts[1])
    case 1: return .url(before: nil, after: texts[1])
    case 2: return .events(before: [EventType(rawValue: texts[0])], after: [EventType(rawValue: texts[1])])
    case 3: return .enabled(before: true, after: false)
    default: return .secret(before: nil, after: texts[0])
    }
  }

  private static func plan(seed: UInt64) -> Plan {
    var generator = SeededGenerator(seed: seed)
    let apps = [0, 1, 5, 40, 300].randomElement(using: &generator) ?? 0
    let length = [3, 30, 400].randomElement(using: &generator) ?? 3
    var plan = Plan()
    for _ in 0..<apps {
      var app = AppPlan(
        key: .bundleId("com.example.notes"), facts: AppFacts(id: "1", name: text(&generator, upTo: length)))
      app.webhooks = (0..<Int.random(in: 0...10, using: &generator)).map { _ in
        WebhookPlan(
          action: WebhookPlan.Action.allCases.randomElement(using: &generator) ?? .create,
          name: text(&generator, upTo: length),
          changes: (0..<3).map { _ in change(&generator, length) }, reason: text(&generator, upTo: length))
      }
      plan.apps.append(app)
      if Bool.random(using: &generator) {
        plan.warnings.append(
          .warning(text(&generator, upTo: length), at: nil, remedy: text(&generator, upTo: length)))
      }
    }
    return plan
  }

  /// What is wrong with a report's form.
  private static func faults(of text: String) -> [String] {
    var faults: [String] = []
    if text.utf8.count > MarkdownReport.limit { faults.append("\(text.utf8.count) bytes") }
    if !text.hasSuffix("\n") { faults.append("doesn't end with a line") }
    var fence: String?
    var depth = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line == open {
          fence = nil
        } else if !"@+- ".contains(line.first ?? "?") {
          faults.append("in a block: \(line)")
        }
      } else if line.hasPrefix("```") {
        fence = String(line.prefix { $0 == "`" })
      } else if line.hasPrefix("<details>") {
        depth += 1
      } else if line == "</details>" {
        depth -= 1
      } else if line.hasPrefix("|") {
        if !line.hasSuffix(" |") { faults.append("row without an end: \(line)") }
      } else if !line.isEmpty, !["**", "###", "- ", "_Left out"].contains(where: line.hasPrefix) {
        faults.append("line of somebody else's: \(line)")
      }
      if fence == nil, !line.hasPrefix("```"), let name = bare(line) { faults.append("not inert: \(name)") }
    }
    if fence != nil || depth != 0 { faults.append("something is left open") }
    return faults
  }

  /// Foreign markup outside of code; `nil` if there is none.
  private static func bare(_ line: Substring) -> Substring? {
    let rest = line.replacing(#/`[^`]*`|<code>[^<]*</code>/#, with: "")
    return ["@octocat", "<script", "[x]", "::error"].contains(where: rest.contains) ? line : nil
  }

  @Test(arguments: RandomCases.seeds(12)) func isNeverTooLongAndNeverBroken(_ seed: UInt64) {
    let plan = Self.plan(seed: seed)
    let text = PlanMarkdown(plan: plan).report(errors: []).render()
    #expect(Self.faults(of: text).isEmpty, "seed \(seed)")
  }

  private static func section(_ heading: String, rows: Int, length: Int) -> MarkdownReport.Section {
    let cell = String(repeating: "x", count: length)
    return .init(
      heading: heading, header: ["A"], rows: Array(repeating: [cell], count: rows),
      details: .init(blocks: (0..<rows).map { ["@@ \($0) @@", "+ \(cell)"] }))
  }

  @Test func detailsGoFirst() {
    let report = MarkdownReport(
      verdict: "**v**",
      sections: [Self.section("one", rows: 2, length: 100), Self.section("two", rows: 9, length: 100)])
    let whole = report.render()
    #expect(!whole.contains("Left out"))
    let cut = report.render(limit: whole.utf8.count + 500)
    #expect(cut.contains("@@ 0 @@") && cut.contains("### two"))
    #expect(cut.contains("_Left out, because the comment would be too long: details of "))
    let short = report.render(limit: 1_400)
    #expect(short.utf8.count <= 1_400)
    #expect(short.contains("### one") && !short.contains("<details>"))
    #expect(short.contains(" webhooks, details of 11 webhooks."))
  }

  @Test func aThousandErrorsLeaveRoomForTheRest() {
    let errors = (0..<1_000).map {
      Diagnostic.error("error \($0) \(String(repeating: "x", count: 100))", at: nil)
    }
    let lists = DiagnosticMarkdown.lists(errors)
    let text = MarkdownReport(
      verdict: "**v**", lists: lists, sections: [Self.section("one", rows: 9, length: 9)]
    ).render()
    #expect(text.contains("### one"))
    #expect(text.contains(#/Left out.*: \d+ errors\./#))
  }

  @Test func aHugeBlockIsCutAtALine() {
    let lines = (0..<1_000).map { "+ events   EVENT_TYPE_NUMBER_\($0)" }
    let section = MarkdownReport.Section(
      header: ["A"], rows: [["x"]], details: .init(blocks: [["@@ x @@"] + lines]))
    let text = MarkdownReport(verdict: "**v**", sections: [section]).render()
    #expect(text.contains(#/\n  … \d+ lines more\n```\n/#))
  }
}
