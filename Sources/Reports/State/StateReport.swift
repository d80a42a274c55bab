import AppStoreConnect
import Planning
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a state file records, except for its fingerprints.
package struct StateReport: Report {
  private let state: RecordedState?
  private let apps: [RecordedApp]
  private let path: String
  private let lastChange: String?
  private let findings: Findings

  /// - Parameters:
  ///   - state: `nil` if there is no file yet.
  ///   - apps: the selected ones.
  package init(_ state: RecordedState?, _ apps: [RecordedApp], path: String, now: Date) {
    self.state = state
    self.apps = apps.sorted { ($0.title, $0.appId) < ($1.title, $1.appId) }
    self.path = path
    lastChange = apps.lastChange(now: now)
    findings = Findings()
  }

  package init(_ failure: Findings) {
    (state, apps, path, lastChange, findings) = (nil, [], "", nil, failure)
  }

  package func text(for reader: Reader) -> String? {
    guard let state else {
      return "There is no state file '\(TerminalText.escaped(path))': nothing has been applied with it yet.\n"
    }
    let rows = lines.map { line in line.map { Table.Cell($0) } }
    let table = Table(
      columns: [
        .init("APP", minimum: 12), .init("WEBHOOK", minimum: 12), .init("ID", minimum: 8), .init("SECRET"),
        .init("FILES", minimum: 12), .init("APPLIED"),
      ], rows: rows)
    let origin = StateFileError.Origin(api: state.api, issuer: state.issuer)
    return (rows.isEmpty ? "" : table.render(width: reader.width, style: reader.style) + "\n")
      + tally.text(style: reader.style) + " \(TerminalText.escaped(path)) is for \(origin).\n"
  }

  package var document: JSONObject? {
    let paths = RecordedPaths(beside: path)
    let document: JSONObject = [
      "account": state.map { $0.issuer ?? $0.api }, "api": state?.api,
      "apps": apps.map { app -> JSONObject in
        [
          "bundleId": app.bundleId, "appId": app.appId, "files": app.filesShown(paths),
          "applied": app.applied,
          "webhooks": app.webhooks.map { webhook -> JSONObject in
            ["id": webhook.webhookId, "name": webhook.name, "hasSecret": webhook.hasSecret]
          },
        ]
      },
    ]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? {
    guard state != nil else {
      return MarkdownReport(
        verdict: Markdown.code(path) + " isn't there yet: nothing has been applied with it.")
    }
    return MarkdownReport(
      verdict: tally.markdown,
      sections: [
        MarkdownReport.Section(
          header: ["App", "Webhook", "ID", "Secret", "Files", "Applied"],
          rows: lines.map { $0.map { $0.isEmpty ? "" : Markdown.code($0) } })
      ])
  }

  private var tally: Verdict {
    let webhooks = apps.reduce(0) { $0 + $1.webhooks.count }
    let change = lastChange.map { ", last changed \($0)" } ?? ""
    return Verdict(title: counted("webhook", webhooks), tally: "in \(counted("app", apps.count))\(change).")
  }

  /// A line for each webhook, and for each app without any.
  private var lines: [[String]] {
    let paths = RecordedPaths(beside: path)
    return apps.flatMap { app -> [[String]] in
      let files = app.filesShown(paths).joined(separator: ", ")
      let time = app.applied.map { time in
        Timestamp(rawValue: time).date.map { LocalTime(date: $0).description } ?? time
      }
      let webhooks = app.webhooks.map { ($0.name, $0.webhookId, $0.hasSecret ? "recorded" : "unknown") }
      return (webhooks.isEmpty ? [("", "", "")] : webhooks).map { name, id, secret in
        [app.title, name, id, secret, files, time ?? ""]
      }
    }
  }
}

extension [RecordedApp] {
  /// When one of them last changed, and how long ago that was.
  package func lastChange(now: Date) -> String? {
    compactMap(\.applied).max().map { time in
      Timestamp(rawValue: time).date.map { LocalTime(date: $0).aged(now: now) } ?? time
    }
  }
}

extension RecordedApp {
  /// The files it came from, each once, as the user would write them.
  fileprivate func filesShown(_ paths: RecordedPaths) -> [String] {
    var seen: Set<String> = []
    return (files?.all ?? []).filter { seen.insert($0).inserted }.map(paths.shown(_:))
  }
}

extension RecordedState.RecordedWebhook {
  /// Whether its secret is known.
  fileprivate var hasSecret: Bool { fingerprint.map { $0 != .ofNoSecret } ?? false }
}
