import AppStoreConnect
import Diagnostics
import Planning
import Platform

/// Shows people how App Store Connect differs from the file: what is there now, and what the file has.
package struct DriftText {
  package let style: Style

  package init(style: Style) {
    self.style = style
  }

  /// The whole report, its verdict last; one line where nothing differs.
  package func render(_ report: DriftReport, statistics: RequestStatistics) -> String {
    var text = report.notable.map(app(_:)).joined(separator: "\n")
    if !text.isEmpty { text += "\n" }
    return text + report.verdict.text(style: style) + " \(statistics.text)\n"
  }

  private func app(_ app: AppDrift) -> String {
    var text = heading(app) + "\n"
    if app.isGone {
      text += "  " + style.red("gone") + "          \(escaped(app.goneExplanation))"
      text += style.dim(place(app.location).map { "  " + $0 } ?? "") + "\n"
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
    case .listed: return text
    case .left: return text + "  no longer in the file"
    case .unlisted: return text + "  not in the file"
    }
  }

  /// One webhook that differs, in lines.
  package func webhook(_ webhook: WebhookDrift, in app: AppDrift) -> String {
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
    switch webhook.kind {
    case .changed: return webhook.fields.flatMap(lines(of:))
    case .missing: return [FieldLine.text("url", escaped(webhook.url))]
    case .additional:
      var lines = [FieldLine.text("url", escaped(webhook.url))]
      for (index, event) in webhook.events.enumerated() {
        lines.append(FieldLine.text(index == 0 ? "events" : "", escaped(event.rawValue)))
      }
      if !webhook.enabled { lines.append(FieldLine.text("enabled", "false")) }
      return lines
    }
  }

  private func lines(of field: WebhookDrift.Field) -> [String] {
    switch field {
    case .name(let live, let file): pair("name", live, file)
    case .url(let live, let file): pair("url", live, file)
    case .enabled(let live, let file): pair("enabled", String(live), String(file))
    case .events(let live, let file): events(live, file)
    case .secret(let source, let doubt):
      [FieldLine.text("secret", escaped(WebhookDrift.Field.words(on: source, doubt: doubt)))]
    }
  }

  private func pair(_ field: String, _ live: String, _ file: String) -> [String] {
    [
      FieldLine.text(field, "is now     \(style.yellow(escaped(live)))"),
      FieldLine.text("", "should be  \(escaped(file))"),
    ]
  }

  /// Only what differs: of twelve event types, the one that is missing must not be looked for.
  private func events(_ live: [EventType], _ file: [EventType]) -> [String] {
    let (now, wanted) = (Set(live), Set(file))
    let lines =
      file.filter { !now.contains($0) }.map { "missing    \(style.red(escaped($0.rawValue)))" }
      + live.filter { !wanted.contains($0) }.map { "extra      \(style.yellow(escaped($0.rawValue)))" }
    return lines.enumerated().map { FieldLine.text($0.offset == 0 ? "events" : "", $0.element) }
  }

  private func escaped(_ text: String) -> String { TerminalText.escaped(text) }
}
