import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import Reports
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct ReportCommandTests {
  /// The documented keys.
  struct Document: Decodable {
    struct App: Decodable {
      struct Listener: Decodable {
        var webhook: String
        var host: String
        var enabled: Bool
        var url: String?
      }
      var bundleId: String?
      var appId: String?
      var name: String?
      var events: [String: [Listener]]
    }
    struct Receiver: Decodable {
      struct Day: Decodable {
        var date: String
        var succeeded: Int
        var failed: Int
      }
      var host: String
      var apps: Int
      var succeeded: Int
      var failed: Int
      var successRate: Double?
      var days: [Day]
    }
    struct Finding: Decodable {
      var kind: String
      var app: String?
      var webhook: String?
      var message: String
    }
    var apps: [App]
    var receivers: [Receiver]
    var attention: [Finding]
    var unread: [String]
    var errors: [JSONDocument.Message]
    var requests: JSONDocument.Requests
  }

  @Test func aPageAndASummary() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("fleet.json")
      let run = await workspace.recorded("report", "--out", workspace.directory.file("report.html"))
      #expect(run.exitCode == 0, "\(run.messages)")
      let page = try workspace.directory.read("report.html")
      #expect(FleetPage.isPage(page.utf8) && page.hasSuffix("</html>\n"))
      #expect(run.output.contains("Webhooks that aren't in the file") && run.output.contains("RECEIVER"))
      #expect(run.messages == "note: the page is in report.html\n")
      #expect(try workspace.directory.read("fleet.json") == before)
      #expect(!FileManager.default.fileExists(atPath: workspace.directory.file("webhooks.state.json")))
      // It may be replaced. By default it goes to a job's standard output.
      #expect(
        await workspace.recorded("report", "--out", workspace.directory.file("report.html")).exitCode == 0)
      for arguments in [["report"], ["report", "--out", "-"], ["report", "--format", "html"]] {
        let piped = await workspace.recorded(arguments)
        #expect(FleetPage.isPage(piped.output.utf8) && piped.output.hasSuffix("</html>\n"), "\(arguments)")
      }
    }
  }

  @Test func otherFilesAreNotReplaced() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("<!DOCTYPE html><p>mine", to: "mine.html")
      let refused = await workspace.recorded("report", "--out", workspace.directory.file("mine.html"))
      #expect(refused.exitCode == 1 && refused.output.isEmpty)
      #expect(
        refused.messages.contains("'mine.html' already exists and is not a page of 'storehooks report'"))
      #expect(try workspace.directory.read("mine.html") == "<!DOCTYPE html><p>mine")
      let forced = await workspace.recorded(
        "report", "--force", "--out", workspace.directory.file("mine.html"))
      #expect(try forced.exitCode == 0 && FleetPage.isPage(workspace.directory.read("mine.html").utf8))
      for name in ["webhooks.yaml", "fleet.json"] {
        let before = try workspace.directory.read(name)
        let run = await workspace.recorded("report", "--force", "--out", workspace.directory.file(name))
        #expect(try run.exitCode == 1 && workspace.directory.read(name) == before, "\(name)")
      }
      #expect(await workspace.recorded("report", "--force").exitCode == 64)
    }
  }

  @Test func jsonHasTheKeysOfTheContract() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.recorded("report", "--format", "json")
      let document = try run.decoded(as: Document.self)
      #expect(run.exitCode == 0 && document.errors.isEmpty && document.unread.isEmpty)
      let notes = try #require(document.apps.first { $0.bundleId == "com.example.notes" })
      let listeners = notes.events["APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"]
      #expect(listeners?.map(\.webhook) == ["Legacy hook"] && listeners?.map(\.host) == ["old.example.com"])
      #expect(listeners?.first?.url == nil && !run.output.contains("/asc"))
      #expect(document.receivers.allSatisfy { $0.days.count == 10 })
      #expect(Set(document.attention.map(\.kind)).isSuperset(of: ["unheard", "secret-unknown", "unmanaged"]))
      let shown = await workspace.recorded("report", "--format", "json", "--show-urls")
      #expect(shown.output.contains("\"url\" : \"https://old.example.com/asc\""))
      // Apps, their list, and webhooks.
      let webhooks = try workspace.fleet.apps.reduce(0) { $0 + $1.webhooks.count }
      #expect(try document.requests.made <= workspace.fleet.apps.count + webhooks + 4)
      let markdown = await workspace.recorded("report", "--format", "markdown")
      #expect(markdown.output.hasPrefix("**") && markdown.output.contains("### Receivers"))
      let text = await workspace.recorded("report", "--format", "text")
      #expect(text.output.hasPrefix("Events that nobody hears\n"))
      let limited = try await workspace.recorded("report", "--app", "com.example.tasks", "--format", "json")
        .decoded(as: Document.self)
      #expect(limited.apps.map(\.bundleId) == ["com.example.tasks"])
      #expect(await workspace.recorded("report", "--app", "com.example.nobody").exitCode == 64)
    }
  }

  @Test func appsThatNoFileListsAreFound() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { text in
        text.replacing("  com.example.tasks:\n    use: [Release bot, Build status]\n", with: "")
      }
      let document = try await workspace.recorded("report", "--format", "json").decoded(as: Document.self)
      let uncovered = document.attention.filter { $0.kind == "uncovered" }
      #expect(uncovered.map(\.app) == ["com.example.scratch", "com.example.tasks"])
      #expect(document.apps.count == (try workspace.fleet.apps.count))
    }
  }

  /// The second run knows what the first one read.
  @Test func thirtyPercentAreLeftAndTheNextRunBeginsWithTheRest() async throws {
    try await Workspace.with { workspace in
      workspace.environment["HOME"] = workspace.directory.path
      var unread: [[String]] = []
      let (clock, begin) = (workspace.clock, Date())
      clock.stand(at: begin)
      // Two lists of apps and five apps, of a quota that leaves four requests for seven webhooks.
      let server = try DeliveryServer(
        workspace,
        configuration: .init(
          hourlyLimit: 17, liveDeliveryFilters: false, now: { clock.now }))
      for _ in 0..<2 {
        let run = await workspace.run(["report", "--format", "json", "--no-state"] + server.options)
        #expect(run.exitCode == 0, "\(run.messages)")
        let document = try run.decoded(as: Document.self)
        #expect(document.requests.remaining == 6 && document.unread.count == 3)
        #expect(run.messages.contains("weren't read, to leave 30 % of the hour's requests to others"))
        unread.append(document.unread)
        clock.stand(at: begin.addingTimeInterval(7_200))
      }
      #expect(Set(unread[0]).isDisjoint(with: unread[1]))
      let cache = try FileManager.default.contentsOfDirectory(
        atPath: workspace.directory.file(".cache/storehooks"))
      #expect(cache.count == 1 && cache[0].hasPrefix("deliveries-127.0.0.1"))
    }
  }

  @Test func aSecretInANameIsWithheld() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("fleet.json") { $0.replacing("Legacy hook", with: "a-secret-that-is-none") }
      let run = await workspace.recorded("report", "--out", workspace.directory.file("report.html"))
      let page = try workspace.directory.read("report.html")
      #expect(
        !page.contains("a-secret-that-is-none") && page.contains("(withheld)")
          && page.contains(FleetPage.script))
      #expect(!(run.output + run.messages).contains("a-secret-that-is-none"))
    }
  }

  @Test func worksWithoutAFile() async throws {
    try await Workspace.with { workspace in
      try FileManager.default.removeItem(atPath: workspace.directory.file("webhooks.yaml"))
      let run = try await workspace.runBuilt("report", "--simulate", "fleet.json", "--out", "report.html")
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(run.output.contains("Events that nobody hears") && !run.output.contains("Secrets that"))
      let failed = try await workspace.runBuilt(
        "report", "--format", "json", "--api-url", "http://127.0.0.1:9", "--key-id", "K", "--private-key",
        "none.p8")
      #expect(try failed.exitCode == 1 && failed.decoded(as: Document.self).errors.count == 1)
    }
  }

  // MARK: drift

  @Test func driftWritesTheSamePage() async throws {
    try await Workspace.with { workspace in
      let path = workspace.directory.file("report.html")
      let plain = await workspace.recorded("drift", "--all-apps")
      let run = await workspace.recorded("drift", "--all-apps", "--report", path)
      #expect(run.exitCode == 2 && plain.exitCode == 2)
      func withoutRequests(_ text: String) -> String { text.replacing(#/\d+ requests made.*/#, with: "") }
      #expect(withoutRequests(run.output) == withoutRequests(plain.output))
      let page = try workspace.directory.read("report.html")
      #expect(FleetPage.isPage(page.utf8) && page.contains("com.example.weather"))
      try workspace.directory.write("mine", to: "mine.html")
      let refused = await workspace.recorded("drift", "--report", workspace.directory.file("mine.html"))
      #expect(refused.exitCode == 1 && refused.output.isEmpty)
      let piped = await workspace.recorded("drift", "--report", "-")
      #expect(piped.exitCode == 64)
    }
  }

  // MARK: --min-success

  /// A server that has delivered three of an app's four crashes.
  private func server(_ workspace: Workspace) throws -> DeliveryServer {
    let count = LockedValue(0)
    let server = try DeliveryServer(workspace) { url in
      count.withLock { count in
        count += 1
        return count.isMultiple(of: 4) ? .failed("Connect timed out") : .answered(status: 200, body: "ok")
      }
    }
    for _ in 0..<4 {
      server.simulator.recordEvent(
        appId: "1000000001", type: EventType(rawValue: "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"))
    }
    return server
  }

  @Test(arguments: [("75", 0), ("75%", 0), ("76%", 2), ("75.1", 2), ("100", 2), ("0", 0)])
  func tooFewDeliveriesExitWithTwo(_ percent: String, _ exitCode: Int32) async throws {
    try await Workspace.with { workspace in
      let server = try server(workspace)
      let run = await workspace.run(["deliveries", "--min-success", percent, "--no-state"] + server.options)
      #expect(run.exitCode == exitCode, "\(run.messages)")
      #expect(
        run.messages.contains("'Crash triage' of 'com.example.notes' got 3 of 4 deliveries (75 %)")
          == (exitCode == 2))
      // Webhooks without deliveries get no warning.
      #expect(run.messages.components(separatedBy: "warning:").count == (exitCode == 2 ? 2 : 1))
    }
  }

  @Test(arguments: ["101", "-1", "half", "", "95 %%", "nan", "1e1"]) func onlyPercentagesAreTaken(
    _ text: String
  ) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.recorded("deliveries", "--min-success=\(text)")
      #expect(run.exitCode == 64 && run.messages.contains("--min-success"))
    }
  }

  @Test func driftChecksDeliveriesToo() async throws {
    try await Workspace.with { workspace in
      let server = try server(workspace)
      let file = "version: 1\napps: { com.example.notes: { prune: false } }\n"
      try workspace.directory.write(file, to: "webhooks.yaml")
      let options = ["--no-state"] + server.options
      #expect(await workspace.run(["drift"] + options).exitCode == 0)
      #expect(await workspace.run(["drift", "--min-success", "70%"] + options).exitCode == 0)
      let run = await workspace.run(["drift", "--min-success", "90%", "--format", "json"] + options)
      #expect(run.exitCode == 2 && run.messages.contains("got 3 of 4 deliveries (75 %)"))
      #expect(run.output.contains("got 3 of 4 deliveries"))
    }
  }
}
