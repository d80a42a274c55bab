@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

@Suite struct DeliveriesCommandTests {
  private struct Document: Decodable {
    struct Delivery: Decodable {
      var id: String
      var webhook: String
      var eventType: String?
      var state: String?
      var createdDate: String?
      var payload: String?
    }
    struct Webhook: Decodable {
      var webhook: String
      var succeeded: Int
      var failed: Int
      var successRate: Double?
    }
    var available: Int
    var deliveries: [Delivery]
    var webhooks: [Webhook]
    var errors: [JSONDocument.Message]
  }

  private static let crash = EventType(rawValue: "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED")
  private static let state = EventType(rawValue: "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED")

  /// A server whose app com.example.notes had three crashes, the first of which wasn't delivered, and a change of
  /// state.
  private func server(_ workspace: Workspace, faults: FaultPlan? = nil) throws -> DeliveryServer {
    let count = LockedValue(0)
    let server = try DeliveryServer(workspace, faults: faults) { _ in
      count.withLock { count in
        count += 1
        return count == 1 ? .failed("Connect timed out") : .answered(status: 200, body: "ok")
      }
    }
    for type in [Self.crash, Self.crash, Self.crash, Self.state] {
      server.simulator.recordEvent(appId: "1000000001", type: type)
    }
    return server
  }

  private func run(_ workspace: Workspace, _ server: DeliveryServer, _ options: String...) async throws
    -> Document
  {
    let run = await workspace.run(["deliveries", "--format", "json"] + options + server.options)
    #expect(run.exitCode == 0, "\(run.messages)")
    return try run.decoded(as: Document.self)
  }

  @Test func theNewestFirstWithASummaryOfEachWebhook() async throws {
    try await Workspace.with { workspace in
      let server = try server(workspace)
      let all = try await run(workspace, server)
      #expect(all.available == 4 && all.deliveries.count == 4)
      #expect(
        all.deliveries.map(\.createdDate) == all.deliveries.map(\.createdDate).sorted { $0 ?? "" > $1 ?? "" })
      #expect(all.deliveries.allSatisfy { $0.payload == nil }, "only if asked for")
      #expect(all.webhooks.count == 7)
      let crashes = try #require(all.webhooks.first { $0.webhook == "Crash triage" })
      #expect(crashes.succeeded == 2 && crashes.failed == 1)
      let limited = try await run(workspace, server, "--limit", "1", "--payload")
      #expect(limited.deliveries.map(\.id) == [all.deliveries[0].id] && limited.available == 4)
      #expect(limited.deliveries[0].payload?.hasPrefix(#"{"data":{"#) == true)
      #expect(limited.webhooks.first { $0.webhook == "Crash triage" }?.succeeded == 2, "of all of them")
      let failed = try await run(workspace, server, "--failed")
      #expect(failed.deliveries.map(\.state) == ["FAILED"])
      let named = try await run(workspace, server, "--webhook", "Legacy hook")
      #expect(named.deliveries.map(\.eventType) == [Self.state.rawValue] && named.webhooks.count == 1)
      let app = try await run(workspace, server, "--app", "com.example.tasks")
      #expect(app.deliveries.isEmpty && app.webhooks.count == 2)
      let targets = server.requests.map(\.target).filter { $0.contains("/deliveries?") }
      #expect(targets.count >= 7)
      #expect(
        targets.allSatisfy { $0.contains("createdDateGreaterThanOrEqualTo") && !$0.contains("deliveryState") }
      )
    }
  }

  @Test func asATable() async throws {
    try await Workspace.with { workspace in
      let server = try server(workspace)
      let run = await workspace.run(
        ["deliveries", "--webhook", "Crash triage", "--payload"] + server.options)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("Connect timed out"))
      #expect(run.output.contains(" 66 %"))
      #expect(run.output.contains(#"  {"data":{"#))
      #expect(!run.output.contains("▁") && !run.output.contains("OVER TIME"), "no chart beside a terminal")
      #expect(run.output.contains("Deliveries: 3 deliveries to 1 webhook since "))
      let smooth = await workspace.run(["deliveries", "--limit", "1"] + server.options)
      #expect(!smooth.output.contains("ERROR"), "no column without anything in it")
      let none = await workspace.run(["deliveries", "--since", "2d", "--until", "1d"] + server.options)
      #expect(none.output.contains("No deliveries since "))
    }
  }

  @Test func whatHasNothingIsCounted() async throws {
    try await Workspace.with { workspace in
      let server = try server(workspace)
      let all = await workspace.run(["deliveries"] + server.options)
      #expect(all.output.hasSuffix(" requests made, 3 588 left this hour.\n"), "\(all.output)")
      #expect(all.output.contains("Deliveries: 4 deliveries to 2 webhooks since "))
      #expect(all.output.contains(", 1 failed; 5 webhooks had none. "))
      #expect(all.output.contains("Legacy hook") && !all.output.contains("Release bot"))
      #expect(
        await workspace.run(["deliveries", "--verbose"] + server.options).output.contains("Release bot"))
      let failed = await workspace.run(["deliveries", "--failed"] + server.options)
      #expect(failed.output.contains("Deliveries: 1 failed delivery to 1 webhook since "))
      #expect(failed.output.contains("; 6 webhooks had none. ") && !failed.output.contains("Legacy hook"))
      let markdown = await workspace.run(["deliveries", "--failed", "--format", "markdown"] + server.options)
      #expect(!markdown.output.contains("Legacy hook") && markdown.output.contains("6 webhooks had none."))
      let json = await workspace.run(["deliveries", "--failed", "--format", "json"] + server.options)
      #expect(json.output.contains("\n  \"quiet\" : 6,\n"))
      // If nothing failed in any of them, one line says so.
      let none = await workspace.run(
        ["deliveries", "--failed", "--since", "2d", "--until", "1d"] + server.options)
      #expect(none.exitCode == 0 && none.output.split(separator: "\n").count == 1)
      #expect(none.output.hasPrefix("No failed deliveries since "))
      #expect(none.output.contains(" to 7 webhooks. "))
    }
  }

  @Test(arguments: [
    (["--since", "10d"], 0, ""), (["--since", "240h"], 0, ""),
    (["--since", "11d"], 64, "at most 10 days (10d)"),
    (["--since", "2001-01-01"], 64, "at most 10 days"), (["--since", "24"], 64, "did you mean '24h'?"),
    (["--since", "yesterday"], 64, "neither a duration, such as '24h', nor a date"),
    (["--since", "1h", "--until", "2h"], 64, "--until is before --since"),
    (["--since", "9999-01-01"], 64, "--since must be in the past"),
    (["--since", "0h"], 64, "--since must be in the past"),
    (["--until", "0s"], 0, ""),
    (["--until", "2999-01-01T00:00:00+01:00"], 0, ""), (["--until", "x"], 64, "--until 'x' is neither"),
    (["--limit", "0"], 64, "--limit"),
  ]) func pointsInTime(options: [String], exitCode: Int32, message: String) async throws {
    try await Workspace.with { workspace in
      workspace.clock.stand()
      let run = await workspace.simulated(["deliveries"] + options)
      #expect(run.exitCode == exitCode, "\(run.messages)")
      #expect(run.messages.contains(message), "\(run.messages)")
    }
  }

  @Test func aListThatCantBeReadIsSaidAndTheOthersShown() async throws {
    try await Workspace.with { workspace in
      let path = "/v1/webhooks/0f3c6a52-0000-4000-8000-000000000001/deliveries"
      let server = try server(
        workspace, faults: FaultPlan(rules: [FaultRule(.init(path: path), .status(500))]))
      let run = await workspace.run(["deliveries", "--format", "json"] + server.options)
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains("the deliveries of webhook 'Crash triage' of 'com.example.notes' could not"))
      let document = try run.decoded(as: Document.self)
      #expect(document.errors.count == 1 && document.webhooks.count == 6 && document.available == 1)
    }
  }

  @Test func anErrorIsWholeJSON() async throws {
    try await Workspace.with { workspace in
      for command in ["deliveries", "redeliver"] {
        let run = await workspace.simulated(command, "--since", "x", "--failed", "--format", "json")
        #expect(run.exitCode == 64)
        #expect(try run.decoded(as: Errors.self).errors.count == 1)
        try workspace.directory.write("version: 2\n", to: "broken.yaml")
        let invalid = await workspace.simulated(
          command, "--failed", "-f", workspace.directory.file("broken.yaml"), "--format", "json")
        #expect(invalid.exitCode == 65)
        let errors = try invalid.decoded(as: Errors.self).errors
        #expect(errors.map(\.message) == ["version 2 is not supported", "'apps' is missing"])
      }
    }
  }

  private struct Errors: Decodable { var errors: [JSONDocument.Message] }
}
