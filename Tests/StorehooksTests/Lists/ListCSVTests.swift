@testable import Reports
import AppStoreConnect
import DesiredState
import Planning
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `list --format csv`: for spreadsheets, which obey what looks like a formula.
@Suite struct ListCSVTests {
  private static let header = ["app", "appId", "webhook", "webhookId", "url", "enabled", "events"]

  /// Reads what RFC 4180 describes.
  private func rows(_ text: String) throws -> [[String]] {
    var rows: [[String]] = [[]]
    var (cell, isQuoted, wasQuote) = ("", false, false)
    for scalar in text.unicodeScalars {
      if isQuoted, !wasQuote {
        if scalar == "\"" { wasQuote = true } else { cell.unicodeScalars.append(scalar) }
        continue
      }
      switch scalar {
      case "\"":
        if wasQuote { cell.unicodeScalars.append(scalar) }
        try #require(wasQuote || cell.isEmpty, "a quote within a plain cell")
        (isQuoted, wasQuote) = (true, false)
      case ",", "\r":
        rows[rows.count - 1].append(cell)
        (cell, isQuoted, wasQuote) = ("", false, false)
      case "\n": rows.append([])
      default:
        try #require(!wasQuote, "something behind a closing quote")
        cell.unicodeScalars.append(scalar)
      }
    }
    try #require(rows.removeLast().isEmpty && text.hasSuffix("\r\n"))
    return rows
  }

  @Test func aRowForEachWebhook() async throws {
    try await FortyApps.with { workspace in
      let run = await workspace.simulated("list", "--all-apps", "--format", "csv")
      #expect(run.exitCode == 0 && run.messages.isEmpty)
      let rows = try rows(run.output)
      #expect(rows[0] == Self.header)
      let apps = FortyApps.fleet.apps
      #expect(rows.count == apps.flatMap(\.webhooks).count + 1)
      let notes = try #require(apps.first { $0.bundleId == "com.example.notes" })
      let audit = try #require(notes.webhooks.first { $0.name.hasPrefix("Audit") })
      let types = EventType.known.map(\.rawValue).sorted().joined(separator: " ")
      #expect(
        rows.contains([
          notes.bundleId, notes.id, audit.name, audit.id, audit.url, String(audit.enabled), types,
        ]), "\(run.output.prefix(2_000))")
    }
  }

  @Test(arguments: [
    ("=HYPERLINK(\"https://evil.example\",\"x\")", "'=HYPERLINK(\"https://evil.example\",\"x\")"),
    ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1", "'  =1"), ("＝1", "'＝1"), ("\t=1", "'\\t=1"), ("\r\n=1", "'\\r\\n=1"),
    ("\u{200B}=1", "'\\u{200B}=1"), ("a,b", "a,b"), ("say \"hi\"", "say \"hi\""), ("a;=1", "a;=1"),
    ("two\nlines", "two\\nlines"), ("\u{1B}[31mred", "\\u{1B}[31mred"), ("Büro 東京", "Büro 東京"),
    ("a=b", "a=b"),
  ]) func foreignText(name: String, cell: String) async throws {
    let webhook = LiveWebhookSample.webhook(name: name)
    let text = try #require(ListReport(WebhookList([webhook]), Findings()).csv)
    #expect(try rows(text)[1][2] == cell)
    #expect(text.split(separator: "\r\n").count == 2, "one line")
    // Whatever separator a spreadsheet expects, what comes after one doesn't begin a cell.
    let isQuoted = cell.unicodeScalars.contains { ",;\"".unicodeScalars.contains($0) }
    #expect(
      text.contains("\"" + cell.replacing("\"", with: "\"\"") + "\"") == (isQuoted || cell.contains("'")))
  }

  @Test func failuresDontLookLikeAnEmptyList() async throws {
    try await Workspace.with { workspace in
      let usage = await workspace.simulated("list", "--app", "net.nobody", "--format", "csv")
      #expect(usage.exitCode == 64 && usage.output.isEmpty)
      try workspace.edit("webhooks.yaml") { $0.replacing("com.example.tasks:", with: "com.example.task:") }
      let run = await workspace.simulated("list", "--format", "csv")
      #expect(
        run.exitCode == 1
          && run.messages
            == "error: app 'com.example.task' could not be read: the API key doesn't see this app; did you mean 'com.example.tasks'?\n"
      )
      #expect(try rows(run.output).count == 6)
      try FleetFile(path: workspace.directory.file("fleet.json")).save(Fleet())
      let none = await workspace.simulated("list", "--all-apps", "--format", "csv")
      #expect(none.output == Self.header.joined(separator: ",") + "\r\n")
    }
  }

  @Test func overHTTP() async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace)
      let options = ["list", "--all-apps", "--format", "csv", "--url", "*.example.com/*"]
      let run = try await workspace.runBuilt(options + server.options + ["--concurrency", "1"])
      #expect(run.exitCode == 0 && run.messages.isEmpty)
      #expect(try rows(run.output).count == 7)
      #expect(run.output == (await workspace.simulated(options)).output)
      _ = try await server.stop()
    }
  }

  /// A URL with a sensitive variable is shown up to its host, wherever the app is named, and whether or not its value
  /// is known.
  @Test(arguments: [true, false], ["apps", "defaults"])
  func sensitiveURLs(isSet: Bool, place: String) async throws {
    try await Workspace.withLanguage { workspace in
      if place == "defaults" {
        try workspace.edit("webhooks.yaml") { file in
          file.replacing("use: [Release bot, Zap]", with: "use: [Release bot]")
            + "defaults: [{ apps: ['com.example.*'], except: [com.example.tasks], use: [Zap] }]\n"
            + "account: { issuerId: 57246542-96fe-1a63-e053-0824d011072a }\n"
        }
      } else {
        try workspace.edit("webhooks.yaml") { $0 + "  com.example.vault: { use: [Zap] }\n" }
      }
      if !isSet { workspace.environment["STOREHOOKS_VAR_ZAP"] = nil }
      for selection in [["--all-apps"], ["--app", "*.vault", "--app", "*.notes"], []] {
        for format in ["text", "csv", "json", "markdown"] {
          let run = await workspace.simulated(["list", "--format", format] + selection)
          #expect(run.exitCode == 0, "\(run.messages)")
          #expect(run.output.contains("https://hooks.zap.example.com/…"), "\(format): \(run.output)")
          #expect(!(run.output + run.messages).contains(Workspace.canary), "\(format): \(run.output)")
        }
        // Nor can it be guessed letter by letter.
        let guess = await workspace.simulated(["list", "--url", "*/catch/*"] + selection)
        #expect(guess.output.hasPrefix("0 of "))
        let host = await workspace.simulated(["list", "--url", "https://hooks.zap.*"] + selection)
        #expect(host.exitCode == 0 && !host.output.hasPrefix("0 of "))
      }
      let tasks = await workspace.simulated("list", "--app", "com.example.tasks")
      // It has no such URL; but who knows, if the value isn't known.
      #expect(tasks.output.contains("https://old.example.com/\(isSet ? " " : "…")"), "\(tasks.output)")
    }
  }
}

private enum LiveWebhookSample {
  static func webhook(name: String) -> LiveApp {
    LiveApp(
      facts: AppFacts(id: "1", bundleId: "com.example.notes"),
      webhooks: .success([
        LiveWebhook(id: "w", name: name, url: "https://a.example/", events: [], enabled: true)
      ]))
  }
}
