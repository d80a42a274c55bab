@testable import Reports
import AppStoreConnect
import Reconciler
import Simulator
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct PingCommandTests {
  /// What tests look at in `ping --format json`.
  private struct Document: Decodable {
    struct Webhook: Decodable {
      struct Delivery: Decodable {
        var state: String?
        var httpStatus: Int?
        var responseBody: String?
      }
      var app: String?
      var webhook: String
      var status: String
      var reason: String?
      var delivery: Delivery?
    }
    var summary: [String: Int]
    var webhooks: [Webhook]
    var errors: [JSONDocument.Message]
  }

  @Test func allWebhooksOfTheFilesApps() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("ping")
      #expect(run.exitCode == 0)
      #expect(run.messages.isEmpty)
      #expect(run.output.contains("Tested: 7 of 7 webhooks received the test event."))
      #expect(run.output.split(separator: "\n").count == 9)
    }
  }

  @Test func chosenByNameAndByID() async throws {
    try await Workspace.with { workspace in
      let id = "0f3c6a52-0000-4000-8000-000000000001"
      let run = await workspace.simulated(
        "ping", "--webhook", "Release bot", "--webhook", id, "--format", "json")
      #expect(run.exitCode == 0)
      let webhooks = try run.decoded(as: Document.self).webhooks
      #expect(
        webhooks.map { "\($0.app ?? "") \($0.webhook)" } == [
          "com.example.notes Crash triage", "com.example.tasks Release bot",
          "com.example.weather Release bot",
        ])
      let app = await workspace.simulated(
        "ping", "--webhook", "Release bot", "--app", "com.example.tasks", "--format", "json")
      let ofApp = try app.decoded(as: Document.self).webhooks
      #expect(ofApp.map(\.app) == ["com.example.tasks"])
    }
  }

  @Test func anUnknownWebhookIsWrongUsageWithTheNearestName() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("ping", "--webhook", "Release bott", "--format", "json")
      #expect(run.exitCode == 64)
      let message =
        "--webhook: no selected app has a webhook with the name or ID 'Release bott'; did you mean 'Release "
        + "bot'?"
      #expect(run.messages == "error: \(message)\n")
      let document = try run.decoded(as: Document.self)
      #expect(document.errors.map(\.message) == [message])
      // The ID of another app's webhook, which --app rules out.
      let other = await workspace.simulated(
        "ping", "--webhook", "0f3c6a52-0000-4000-8000-000000000001", "--app", "com.example.tasks")
      #expect(other.exitCode == 64)
      let none = await workspace.simulated("ping", "--app", "org.*")
      #expect(none.exitCode == 64)
      #expect(none.messages == "error: --app 'org.*' matches no app that the API key can see\n")
    }
  }

  @Test func withoutAFile() async throws {
    try await Workspace.with { workspace in
      let simulate = ["--simulate", "fleet.json"]
      try workspace.edit("webhooks.yaml") { _ in "" }
      var run = await workspace.simulated("ping", "--format", "json")
      #expect(run.exitCode == 65, "an invalid file is no missing one")
      let errors = try run.decoded(as: Document.self).errors
      #expect(errors.map(\.message) == ["the file is empty"])
      try FileManager.default.removeItem(atPath: workspace.directory.file("webhooks.yaml"))
      run = try await workspace.runBuilt(["ping"] + simulate)
      #expect(run.exitCode == 64)
      #expect(
        run.messages
          == "error: there is no 'webhooks.yaml': name apps with --app PATTERN ('*' for all), or the file with --file\n"
      )
      run = try await workspace.runBuilt(
        ["ping", "--webhook", "0f3c6a52-0000-4000-8000-000000000001"] + simulate)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("com.example.notes  Crash triage  succeeded"))
      run = try await workspace.runBuilt(["ping", "--webhook", "Crash triage"] + simulate)
      #expect(run.exitCode == 64)
      #expect(
        run.messages
          == "error: --webhook: no selected app has a webhook with the name or ID 'Crash triage'; to choose a webhook by name, also name its app with --app\n"
      )
      run = try await workspace.runBuilt(["ping", "--app", "com.example.n*"] + simulate)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("2 of 2 webhooks"))
      run = try await workspace.runBuilt(["ping", "-f", "webhooks.yaml"] + simulate)
      #expect(run.exitCode == 65, "a file that was named must be there")
    }
  }

  @Test func failuresAreSaidAndExplained() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("fleet.json") { fleet in
        fleet.replacing("\"enabled\" : true", with: "\"enabled\" : false", maxReplacements: 1)
      }
      let server = try DeliveryServer(workspace) { url in
        if url.contains("old.example.com") { return .answered(status: 401, body: "no\u{1B}[31m entry") }
        if url.contains("hooks.example.com") { return .failed("Connect timed out") }
        return nil
      }
      let run = await workspace.run(["ping", "--app", "com.example.notes"] + server.options)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("the receiver refused the signature: its secret differs"))
      #expect(run.output.contains(#"no\u{1B}[31m entry"#), "escaped")
      #expect(
        run.output.contains("0 of 1 webhook received the test event, 1 failed, 1 disabled and left out"))
      let json = await workspace.run(["ping", "--format", "json"] + server.options)
      #expect(json.exitCode == 1)
      let statuses = try json.decoded(as: Document.self).webhooks.map(\.status)
      #expect(Set(statuses) == ["skipped", "failed", "pending"])
      let markdown = await workspace.run(["ping", "--format", "markdown"] + server.options)
      #expect(markdown.exitCode == 1)
      #expect(markdown.output.hasPrefix("**Not every webhook works:** "))
    }
  }

  @Test func anUnreadAppIsAFailure() async throws {
    try await Workspace.with { workspace in
      let fault = FaultRule(.init(path: "/v1/apps/1000000001/webhooks"), .status(500))
      let server = try DeliveryServer(workspace, faults: FaultPlan(rules: [fault]))
      let run = await workspace.run(["ping", "--format", "json"] + server.options)
      #expect(run.exitCode == 1)
      #expect(run.messages.contains("app 'com.example.notes' could not be read: "))
      let found = try run.decoded(as: Document.self)
      #expect(found.errors.count == 1)
      #expect(found.summary == ["succeeded": 5, "failed": 0, "skipped": 0], "the others are tested")
      let named = await workspace.run(["ping", "--webhook", "Crash triage"] + server.options)
      #expect(named.exitCode == 1, "it may be in the app that could not be read: no wrong usage")
    }
  }

  @Test func anInterruptedRunReportsWhatIsKnown() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace) { url in
        url.contains("old.example.com") ? .answered(status: 200, body: "") : nil
      }
      let running = try workspace.built(
        ["ping", "--app", "com.example.notes", "--format", "json", "--wait", "1h"] + server.options
      ).start()
      try await waitUntil { server.writes.count == 2 }
      running.send(signal: SIGINT)
      let result = try await running.wait()
      #expect(result.exitCode == 130)
      let run = Workspace.Run(
        exitCode: result.exitCode, output: result.output, messages: result.errorOutput)
      let found = try run.decoded(as: Document.self)
      #expect(found.webhooks.count == 2)
      #expect(found.webhooks[0].status == "interrupted")
    }
  }

  @Test func aDeadServiceIsAnErrorInJSONToo() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace, faults: FaultPlan(rules: [.always(.status(503))]))
      let run = await workspace.run(["ping", "--app", "*", "--format", "json"] + server.options)
      #expect(run.exitCode == 1)
      #expect(
        try run.decoded(as: Document.self).errors.first?.message.contains("apps could not be listed") == true)
    }
  }
}
