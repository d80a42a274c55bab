import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Platform

struct DriftText {
  let style: Style
  var width: Int?
  /// Whether every app is shown by itself.
  var isVerbose = false

  func render(_ report: DriftReport, _ findings: Findings) -> String {
    let blocks = FleetBlocks(report, isGrouped: !isVerbose)
    let gone = report.apps.filter(\.isGone)
    let goneTogether = isVerbose || gone.count < 3 ? [] : gone
    let shared = blocks.shared.map { block in
      let isMissing = block.changes.contains { $0.webhook.kind == .missing }
      return (isMissing: isMissing, text: several(block, in: report))
    }
    var parts = [self.gone(goneTogether)]
    parts += shared.filter(\.isMissing).map(\.text)
    parts += zip(report.apps, blocks.own).map { app, own in
      app.isGone && !goneTogether.isEmpty ? "" : self.app(app, own)
    }
    parts += shared.filter { !$0.isMissing }.map(\.text)
    parts.append(missed(report.apps.filter(\.isMissed)))
    parts += report.forgotten.texts(lines, isGrouped: !isVerbose)
    parts += report.unread.map(failure(_:))
    var text = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    if !text.isEmpty { text += "\n" }
    return text + report.verdict(findings).text(style: style) + " \(findings.statistics.text)\n"
  }

  private var lines: WebhookLines { WebhookLines(style: style, width: width) }

  private func app(_ app: AppDrift, _ differences: [ShownDrift]) -> String {
    let isToldOf = app.isGone || app.renamedFrom != nil || app.failure != nil
    guard isToldOf || !differences.isEmpty else { return "" }
    var text = app.facts.heading(app.title, style: style) + remark(on: [app]) + "\n"
    if app.isGone { text += gone(AppDrift.goneExplanation([app]), at: app.location) }
    if let explanation = app.renamedExplanation {
      text += lines.head("renamed", style.red, to: "switched off".count, explanation, nil)
    }
    if let failure = app.failure {
      guard !failure.isUnread else { return "" }
      text += lines.head("! can't be applied", style.red, failure.summary, nil)
    }
    return text + differences.map { webhook($0) }.joined()
  }

  private func failure(_ apps: [AppDrift]) -> String {
    let heading = apps[0].facts.heading(apps[0].title, style: style) + remark(on: [apps[0]])
    return apps[0].failure?.line(heading, of: apps.map(\.title), style: style) ?? ""
  }

  private func several(_ block: FleetBlocks<ShownDrift>.Shared, in report: DriftReport) -> String {
    let apps = block.apps.map { report.apps[$0] }
    return lines.heading(apps.count) + remark(on: apps) + "\n"
      + block.changes.map { webhook($0, isShared: true) }.joined()
      + lines.members(apps.map(\.title), isWhole: block.changes.contains(where: \.webhook.isDeleted))
  }

  private func gone(_ explanation: String, at location: SourceRange? = nil) -> String {
    lines.head(
      "gone", style.red, to: "switched off".count, explanation, WebhookLines.place(location) ?? "")
  }

  private func gone(_ apps: [AppDrift]) -> String {
    guard !apps.isEmpty else { return "" }
    return lines.heading(apps.count) + remark(on: apps) + "\n" + gone(AppDrift.goneExplanation(apps))
      + lines.members(apps.map(\.title), isWhole: true)
  }

  private func remark(on apps: [AppDrift]) -> String {
    switch apps[0].standing {
    case .listed: AppFacts.byDefaults(apps.count(where: \.isByDefaults), of: apps.count)
    case .left: "  no longer in the file"
    case .unlisted: "  not in the file"
    }
  }

  /// Apps without webhooks that nothing covers.
  private func missed(_ apps: [AppDrift]) -> String {
    let label = style.yellow("not covered")
    if apps.count > 2, !isVerbose {
      return "\(label): \(counted("app", apps.count)), \(AppDrift.missedExplanation)\n"
        + lines.members(apps.map(\.title), isWhole: true)
    }
    return apps.map { "\(label): \(escaped($0.title)), \(AppDrift.missedExplanation)\n" }.joined()
  }

  func webhook(_ difference: ShownDrift, isShared: Bool = false) -> String {
    let webhook = difference.webhook
    return lines.head(
      webhook.verdict, color(of: webhook), to: "switched off".count, webhook.name,
      WebhookLines.remark(difference.explanation, at: webhook.location))
      + fields(of: webhook, FieldLines(style: style, isShared: isShared)).joined()
  }

  /// One that the file doesn't list gets the color of what `apply` would do with it.
  private func color(of webhook: WebhookDrift) -> (String) -> String {
    switch webhook.kind {
    case .missing: return style.red
    case .changed: return style.yellow
    case .additional: return if webhook.isDeleted { style.red } else { style.dim }
    }
  }

  private func fields(of webhook: WebhookDrift, _ lines: FieldLines) -> [String] {
    switch webhook.kind {
    case .changed: webhook.fields.flatMap { lines.differing($0, in: webhook) }
    case .missing: lines.additional(.url(before: nil, after: webhook.url))
    case .additional: webhook.changes.flatMap(lines.additional(_:))
    }
  }

  private func escaped(_ text: String) -> String { TerminalText.escaped(text) }
}

extension DriftReport {
  /// The apps that could not be read, grouped by cause.
  fileprivate var unread: [[AppDrift]] {
    apps.filter { $0.failure?.isUnread == true && !$0.isGone }
      .gathered { app in app.failure.map { FailureLikeness($0, app: app.key) } }
  }

  /// `Drift: 1 missing, 2 changed, 1 additional; 4 webhooks match the file.`
  func verdict(_ findings: Findings) -> Verdict {
    let tally = tally
    let unchanged = apps.reduce(0) { $0 + $1.unchanged }
    let unmanaged = apps.reduce(0) { $0 + $1.unmanaged }
    let secrets = apps.reduce(0) { $0 + $1.unknownSecrets }
    let unread = UnreadApps(apps.map { $0.isGone ? nil : $0.failure })
    let gone = apps.count(where: \.isGone)
    var rest = "\(counted("webhook", unchanged)) \(unchanged == 1 ? "matches" : "match") the file"
    if secrets > 0 { rest += " (\(counted("secret", secrets)) not compared)" }
    if unmanaged > 0 { rest += ", \(grouped(unmanaged)) unmanaged" }
    // The failure may concern something other than the file's apps.
    let words = unread.words ?? (findings.errors.isEmpty ? nil : "see the errors")
    let title = words == nil ? nil : "Drift check failed:"
    let failed = words.map { "\($0). " } ?? ""
    guard hasDrift else {
      if unread.words != nil, unread.isAll, let title {
        return Verdict(title: title, tally: "\(failed.dropLast())")
      }
      return Verdict(
        title: title ?? "No drift:", tally: "\(failed)\(title == nil ? "" : "No drift otherwise: ")\(rest).")
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
    return Verdict(title: title ?? "Drift:", tally: "\(failed)\(parts.joined(separator: ", ")); \(rest).")
  }
}
