import Planning
import Reconciler

/// What came of a command in one line: a word or two, and a tally. The same for people and for Markdown.
package struct Verdict: Sendable, Equatable {
  /// `Plan:` or `No changes.`, which is emphasized.
  package var title: String
  /// The rest of the line, in words of ours only.
  package var tally: String

  package init(title: String, tally: String) {
    self.title = title
    self.tally = tally
  }

  package func text(style: Style) -> String { line { style.bold($0) } }

  package var markdown: String { line { "**\($0)**" } }

  private func line(_ emphasis: (String) -> String) -> String {
    emphasis(title) + (tally.isEmpty ? "" : " " + tally)
  }
}

extension Plan {
  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged.`
  package var verdict: Verdict {
    let count = summary
    let rest = "\(grouped(count[.unchanged])) unchanged, \(grouped(count[.unmanaged])) unmanaged"
    let failed = failedApps.count
    let unread = failed == 0 ? "" : " \(counted("app", failed)) could not be planned."
    guard hasChanges else {
      return Verdict(
        title: failed == 0 ? "No changes." : "No changes in what was planned.", tally: "\(rest).\(unread)")
    }
    return Verdict(
      title: "Plan:",
      tally: "\(grouped(count[.create])) to create, \(grouped(count[.modify])) to modify,"
        + " \(grouped(count[.delete])) to delete; \(rest).\(unread)")
  }
}

extension Outcome {
  /// `Applied: 5 of 5 calls made.`
  package var verdict: Verdict {
    let tally = tally
    let unplanned = plan.failedApps.count
    var parts = ["\(grouped(tally.applied)) of \(counted("call", results.count)) made"]
    if tally.failed > 0 { parts.append("\(grouped(tally.failed)) failed") }
    if tally.skipped > 0 { parts.append("\(grouped(tally.skipped)) skipped") }
    if unplanned > 0 { parts.append("\(counted("app", unplanned)) could not be planned") }
    let text = parts.joined(separator: ", ")
    return isComplete
      ? Verdict(title: "Applied:", tally: "\(text).")
      : Verdict(title: "Applied in part:", tally: "\(text). The next apply makes the rest.")
  }
}

extension DriftReport {
  /// `Drift: 1 missing, 2 changed, 1 additional; 4 webhooks as the file says.`
  package var verdict: Verdict {
    let tally = tally
    let unchanged = apps.reduce(0) { $0 + $1.unchanged }
    let unmanaged = apps.reduce(0) { $0 + $1.unmanaged }
    let secrets = apps.reduce(0) { $0 + $1.unknownSecrets }
    let unread = apps.count { $0.failure != nil }
    let gone = apps.count(where: \.isGone)
    var rest = "\(counted("webhook", unchanged)) as the file says"
    if secrets > 0 { rest += " (\(counted("secret", secrets)) not compared)" }
    if unmanaged > 0 { rest += ", \(grouped(unmanaged)) unmanaged" }
    let failed = unread == 0 ? "" : " \(counted("app", unread)) could not be compared."
    guard hasDrift else {
      return Verdict(
        title: unread == 0 ? "No drift:" : "No drift in what was compared:", tally: "\(rest).\(failed)")
    }
    var parts = WebhookDrift.Kind.allCases.compactMap { kind in
      tally[kind].map { "\(grouped($0)) \(kind.rawValue)" }
    }
    if gone > 0 { parts.append("\(counted("app", gone)) gone") }
    return Verdict(title: "Drift:", tally: "\(parts.joined(separator: ", ")); \(rest).\(failed)")
  }
}
