import CommandLine
import Diagnostics
import Platform

/// One thing that was checked, and what to do if it isn't right.
package struct Check: Sendable, Equatable {
  package enum Status: String, Sendable {
    case pass, warn, fail
  }

  /// Never changes, so that scripts can rely on it.
  package var name: String
  package var status: Status
  package var summary: String
  package var remedy: String?

  package init(_ name: String, _ status: Status, _ summary: String, remedy: String? = nil) {
    (self.name, self.status, self.summary, self.remedy) = (name, status, summary, remedy)
  }
}

/// What `doctor` found.
package struct DoctorReport: Report {
  private let checks: [Check]
  private let findings: Findings

  package init(_ checks: [Check], _ findings: Findings) { (self.checks, self.findings) = (checks, findings) }

  package func text(for reader: Reader) -> String? {
    let shown = checks.filter { !reader.isQuiet || $0.status != .pass }
    let column = 4 + (checks.map(\.name.count).max() ?? 0)
    let width = max(40, reader.width ?? 120)
    let lines = shown.map { check -> String in
      let margin = String(repeating: " ", count: column)
      let remedy = check.remedy.map {
        TextWrapping.lines("→ " + TerminalText.escaped($0), width: width - column)
      }
      let text =
        TextWrapping.lines(TerminalText.escaped(check.summary), width: width - column) + (remedy ?? [])
      let name = check.name + String(repeating: " ", count: column - 2 - check.name.count)
      return "\(mark(check, reader.style)) \(name)" + text.joined(separator: "\n\(margin)") + "\n"
    }
    let verdict = reader.isQuiet && shown.isEmpty ? "" : verdict.text(style: reader.style) + "\n"
    return lines.joined() + (lines.isEmpty ? "" : "\n") + verdict
  }

  package var document: JSONObject? {
    let document: JSONObject = [
      "checks": checks.map { check -> JSONObject in
        [
          "name": check.name, "status": check.status.rawValue, "summary": check.summary,
          "remedy": check.remedy,
        ]
      }
    ]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? {
    MarkdownReport(
      verdict: verdict.markdown, lists: findings.lists,
      sections: [
        .init(
          noun: .init("check"), header: ["", "Check", "What", "What to do"],
          rows: checks.map { check in
            [
              sign(check), Markdown.code(check.name), Markdown.code(check.summary, limit: 1_000),
              check.remedy.map { Markdown.code($0, limit: 1_000) } ?? "",
            ]
          })
      ])
  }

  /// `12 checks passed, 1 remark, 1 failed.`
  private var verdict: Verdict {
    let count = { (status: Check.Status) in checks.count { $0.status == status } }
    let (passed, remarks, failed) = (count(.pass), count(.warn), count(.fail))
    var parts = ["\(counted("check", passed)) passed"]
    if remarks > 0 { parts.append(counted("remark", remarks)) }
    if failed > 0 { parts.append("\(grouped(failed)) failed") }
    return Verdict(
      title: failed > 0 ? "Not ready:" : "Ready:",
      tally: "\(parts.joined(separator: ", ")); \(findings.statistics.text)")
  }

  private func sign(_ check: Check) -> String {
    switch check.status {
    case .pass: "✓"
    case .warn: "!"
    case .fail: "✗"
    }
  }

  private func mark(_ check: Check, _ style: Style) -> String {
    switch check.status {
    case .pass: style.green(sign(check))
    case .warn: style.yellow(sign(check))
    case .fail: style.red(sign(check))
    }
  }
}
