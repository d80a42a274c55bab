import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Platform

struct DriftText {
  let style: Style

  func render(_ report: DriftReport, statistics: RequestStatistics) -> String {
    let missed = report.apps.filter(\.isMissed).map { app in
      style.yellow("not covered") + ": \(escaped(app.title)), \(AppDrift.missedExplanation)\n"
    }
    var text = report.notable.filter { !$0.isMissed }.map(app(_:)).joined(separator: "\n")
    if !missed.isEmpty { text += (text.isEmpty ? "" : "\n") + missed.joined() }
    let forgotten = report.forgotten.map { $0.text(style: style) }
    if !forgotten.isEmpty { text += (text.isEmpty ? "" : "\n") + forgotten.joined(separator: "\n") }
    if !text.isEmpty { text += "\n" }
    return text + report.verdict.text(style: style) + " \(statistics.text)\n"
  }

  private func app(_ app: AppDrift) -> String {
    var text = heading(app) + "\n"
    if app.isGone {
      text += "  " + style.red("gone") + "          \(escaped(app.goneExplanation))"
      text += style.dim(place(app.location).map { "  " + $0 } ?? "") + "\n"
    }
    if let explanation = app.renamedExplanation {
      text += "  " + style.red("renamed") + "       \(escaped(explanation))\n"
    }
    if let failure = app.failure {
      let label = failure.isUnread ? "! unread" : "! can't be applied"
      text += "  \(style.red(label))  \(escaped(failure.summary))\n"
    }
    return text + app.differences.map { webhook($0, in: app) }.joined()
  }

  private func heading(_ app: AppDrift) -> String {
    let text = app.facts.heading(app.title, style: style)
    switch app.standing {
    case .listed: return app.isByDefaults ? text + AppFacts.byDefaults : text
    case .left: return text + "  no longer in the file"
    case .unlisted: return text + "  not in the file"
    }
  }

  func webhook(_ webhook: WebhookDrift, in app: AppDrift) -> String {
    let name = escaped(webhook.name)
    let remarks = [webhook.explanation(in: app).map(escaped(_:)), place(webhook.location)]
      .compactMap { $0 }.joined(separator: "  ")
    let padding = String(repeating: " ", count: max(0, 19 - TerminalText.width(of: name)) + 2)
    let head = "  \(label(of: webhook))  \(name)" + (remarks.isEmpty ? "" : padding + style.dim(remarks))
    return head + "\n" + lines(of: webhook).joined()
  }

  private func place(_ location: SourceRange?) -> String? {
    location.map { "\(escaped($0.file.path)):\($0.start.line)" }
  }

  private func label(of webhook: WebhookDrift) -> String {
    let verdict = webhook.verdict
    let padding = String(repeating: " ", count: max(0, "switched off".count - verdict.count))
    return switch webhook.kind {
    case .missing: style.red(verdict) + padding
    case .changed: style.yellow(verdict) + padding
    case .additional: style.green(verdict) + padding
    }
  }

  private func lines(of webhook: WebhookDrift) -> [String] {
    let lines = FieldLines(style: style)
    switch webhook.kind {
    case .changed: return webhook.fields.flatMap { lines.differing($0, in: webhook) }
    case .missing: return lines.additional(.url(before: nil, after: webhook.url))
    case .additional: return webhook.changes.flatMap(lines.additional(_:))
    }
  }

  private func escaped(_ text: String) -> String { TerminalText.escaped(text) }
}

extension DriftReport {
  /// `Drift: 1 missing, 2 changed, 1 additional; 4 webhooks match the file.`
  var verdict: Verdict {
    let tally = tally
    let unchanged = apps.reduce(0) { $0 + $1.unchanged }
    let unmanaged = apps.reduce(0) { $0 + $1.unmanaged }
    let secrets = apps.reduce(0) { $0 + $1.unknownSecrets }
    let unread = apps.count { $0.failure != nil }
    let gone = apps.count(where: \.isGone)
    var rest = "\(counted("webhook", unchanged)) \(unchanged == 1 ? "matches" : "match") the file"
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
    let missed = apps.count(where: \.isMissed)
    if missed > 0 { parts.append("\(counted("app", missed)) not covered") }
    let renamed = apps.count { $0.renamedFrom != nil }
    if renamed > 0 { parts.append("\(counted("app", renamed)) renamed") }
    if !forgotten.isEmpty { parts.append("\(counted("app", forgotten.count)) to forget") }
    return Verdict(title: "Drift:", tally: "\(parts.joined(separator: ", ")); \(rest).\(failed)")
  }
}
