@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `apply --verify` and `drift --ping`.
@Suite struct VerificationTests {
  private struct Document: Decodable {
    struct Verification: Decodable {
      var webhook: String
      var status: String
      var reason: String?
      var withheld: Bool?
    }
    struct Result: Decodable { var status: String }
    var verifications: [Verification]?
    var results: [Result]?
    var errors: [JSONDocument.Message]
  }

  @Test func whatWasWrittenIsTested() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      let run = await workspace.run(
        ["apply", "--yes", "--no-state", "--verify", "--format", "json"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      let document = try run.decoded(as: Document.self)
      let tested = try #require(document.verifications)
      #expect(
        tested.map { "\($0.webhook) \($0.status)" } == [
          "Release bot succeeded", "Crash triage skipped", "Build status succeeded", "Build status succeeded",
        ])
      #expect(server.writes.suffix(3).allSatisfy { $0 == "POST /v1/webhookPings" }, "after the calls")
      let nothing = await workspace.run(["apply", "--yes", "--no-state", "--verify"] + server.options)
      #expect(nothing.exitCode == 0)
      #expect(nothing.output.hasSuffix("Verified: there was no webhook to test.\n"))
      let without = await workspace.run(
        ["apply", "--yes", "--no-state", "--format", "json"] + server.options)
      #expect(try without.decoded(as: Document.self).verifications == nil)
    }
  }

  /// App Store Connect may take a moment to find what it has just created.
  @Test func aNewWebhookMayNotBeFoundAtOnce() async throws {
    try await Workspace.with { workspace in
      let pings = FaultRule(.init(method: .post, path: "/v1/webhookPings"), .status(404), times: 2)
      let reads = FaultRule(.init(method: .get, path: "/v1/webhooks/*/deliveries"), .status(404), times: 1)
      let server = try DeliveryServer(workspace, faults: FaultPlan(rules: [pings, reads]))
      let run = await workspace.run(
        ["apply", "--yes", "--no-state", "--verify", "--app", "com.example.radio"] + server.options)
      #expect(run.exitCode == 0, "\(run.output)\(run.messages)")
      #expect(run.output.contains("Verified: 1 of 1 webhook received the test event"))
    }
  }

  @Test func aFailureIsReportedAndNothingRolledBack() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace) { url in
        url.contains("hooks.example.com")
          ? .answered(status: 403, body: "signed with a-secret-that-is-none?")
          : .answered(status: 200, body: "")
      }
      let run = await workspace.run(["apply", "--yes", "--no-state", "--verify"] + server.options)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("Applied: 5 of 5 calls made."))
      #expect(run.output.contains("the receiver refused the signature: its secret differs"))
      #expect(run.output.contains("signed with (withheld)?"))
      #expect(!run.output.contains("a-secret-that-is-none"))
      #expect(run.output.contains("Not verified: 2 of 3 webhooks received the test event, 1 failed"))
      let names = server.simulator.fleet.apps[0].webhooks.map(\.name)
      #expect(names.contains("Release bot"))
    }
  }

  @Test func inJSONFailuresAreOnStandardErrorToo() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace) { _ in .answered(status: 500, body: "") }
      let run = await workspace.run(
        ["apply", "--yes", "--no-state", "--verify", "--format", "json"] + server.options)
      #expect(run.exitCode == 1)
      let document = try run.decoded(as: Document.self)
      #expect(document.results?.allSatisfy { $0.status == "applied" } == true)
      #expect(document.verifications?.count { $0.status == "failed" } == 3)
      #expect(
        run.messages
          == "error: 3 webhooks ('Release bot' of 'com.example.notes' and 'Build status' of 2 apps (com.example.tasks and com.example.radio)) failed their test events: the receiver failed: see its log\n"
      )
    }
  }

  @Test func driftTestsTheFilesEnabledWebhooks() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace) { url in
        url.contains("ci.example.com") ? .answered(status: 401, body: "") : .answered(status: 204, body: "")
      }
      _ = await workspace.run(["apply", "--yes", "--no-state"] + server.options)
      let plain = await workspace.run(["drift", "--no-state"] + server.options)
      #expect(plain.exitCode == 0)
      let before = server.writes.count
      let run = await workspace.run(["drift", "--no-state", "--ping"] + server.options)
      #expect(run.exitCode == 2)
      #expect(run.output.contains("No drift: 6 webhooks match the file"))
      #expect(run.output.contains("Test events failed: 3 of 5 webhooks received the test event, 2 failed."))
      #expect(server.writes.count - before == 5, "neither the disabled nor the unmanaged ones")
      let json = await workspace.run(["drift", "--no-state", "--ping", "--format", "json"] + server.options)
      #expect(json.exitCode == 2)
      #expect(try json.decoded(as: Document.self).verifications?.count { $0.status == "failed" } == 2)
    }
  }

  @Test func aCallThatFailsProvesNothing() async throws {
    try await Workspace.with { workspace in
      let fault = FaultRule(.init(method: .post, path: "/v1/webhookPings"), .status(403))
      let server = try DeliveryServer(workspace, faults: FaultPlan(rules: [fault]))
      _ = await workspace.run(["apply", "--yes", "--no-state"] + server.options)
      let run = await workspace.run(["drift", "--no-state", "--ping", "--format", "json"] + server.options)
      #expect(run.exitCode == 1, "that is a failure, and no difference")
      let document = try run.decoded(as: Document.self)
      #expect(document.errors.count == 1)
      #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
      #expect(document.verifications?.allSatisfy { $0.status == "error" } == true)
    }
  }
}
