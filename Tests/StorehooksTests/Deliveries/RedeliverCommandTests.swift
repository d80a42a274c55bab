@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

@Suite struct RedeliverCommandTests {
  private struct Document: Decodable {
    struct Result: Decodable {
      var deliveryId: String
      var webhook: String?
      var status: String
      var newDeliveryId: String?
      var times: Int
    }
    var dryRun: Bool
    var summary: [String: Int]
    var results: [Result]
    var errors: [JSONDocument.Message]
  }

  private static let crash = EventType(rawValue: "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED")
  private static let notes = "1000000001"

  /// A server whose first two deliveries fail, and the IDs of three, all of "Crash triage".
  private func server(_ workspace: Workspace, faults: FaultPlan? = nil) throws -> (DeliveryServer, [String]) {
    let count = LockedValue(0)
    let server = try DeliveryServer(workspace, faults: faults) { _ in
      count.withLock { count in
        count += 1
        return count <= 2 ? .answered(status: 500, body: "down") : .answered(status: 200, body: "ok")
      }
    }
    let ids = (0..<3).flatMap { _ in
      server.simulator.recordEvent(appId: Self.notes, type: Self.crash) ?? []
    }
    return (server, ids)
  }

  @Test func allThatFailed() async throws {
    try await Workspace.with { workspace in
      let (server, ids) = try server(workspace)
      let dry = await workspace.run(
        ["redeliver", "--failed", "--dry-run", "--format", "json"] + server.options)
      #expect(dry.exitCode == 0)
      let planned = try dry.decoded(as: Document.self)
      #expect(planned.dryRun && planned.results.map(\.deliveryId) == Array(ids.prefix(2)))
      #expect(server.writes.isEmpty)
      let run = await workspace.run(["redeliver", "--failed"] + server.options)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("Sent again: 2 of 2 deliveries arrived."))
      let again = await workspace.run(["redeliver", "--failed", "--verbose"] + server.options)
      #expect(again.exitCode == 0)
      #expect(again.output.contains("Nothing to send again; left out: 2 delivered later."))
      #expect(again.output.contains("left out  \(ids[0])  its event was delivered later, by "))
      #expect(server.writes.count == 2)
    }
  }

  @Test func byID() async throws {
    try await Workspace.with { workspace in
      let (server, ids) = try server(workspace)
      let run = await workspace.run(
        ["redeliver", ids[2], ids[0], ids[2], "--format", "json"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      let results = try run.decoded(as: Document.self).results
      #expect(results.map(\.deliveryId) == [ids[2], ids[0]])
      #expect(results.map(\.status) == ["succeeded", "succeeded"])
      #expect(results.allSatisfy { $0.webhook == "Crash triage" && $0.newDeliveryId != nil })
      // If its webhook can't be found, or there is no time to wait, it is sent but not followed.
      try workspace.edit("webhooks.yaml") { _ in "version: 1\napps: { com.example.tasks: {} }\n" }
      for more in [[], ["--wait", "0s"]] {
        let sent = await workspace.run(["redeliver", ids[1], "--format", "json"] + more + server.options)
        #expect(sent.exitCode == 0)
        #expect(try sent.decoded(as: Document.self).summary["sent"] == 1)
      }
      let text = await workspace.run(["redeliver", ids[1]] + server.options)
      #expect(text.output.contains("was not followed: its webhook is not known; name its app with --app"))
    }
  }

  @Test func outOfBoundsNothingIsSent() async throws {
    try await Workspace.with { workspace in
      let (server, ids) = try server(workspace)
      for limit in [["--app", "com.example.tasks"], ["--webhook", "Legacy hook"]] {
        for wait in ["0s", "1m"] {
          let run = await workspace.run(["redeliver", ids[0], "--wait", wait] + limit + server.options)
          #expect(run.exitCode == 64)
          #expect(run.messages.contains("no selected webhook has a delivery '\(ids[0])'"))
        }
      }
      #expect(server.writes.isEmpty)
    }
  }

  @Test(arguments: [
    ([], "say what to send again"), (["x", "--failed"], "--failed can't be combined with delivery IDs"),
    (["x", "--since", "1h"], "--since can't be combined with delivery IDs"),
    (["x", "--until", "1h"], "--until"),
    (["--failed", "--since", "11d"], "at most 10 days"),
  ]) func wrongUsage(arguments: [String], message: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated(["redeliver"] + arguments)
      #expect(run.exitCode == 64)
      #expect(run.messages.contains(message), "\(run.messages)")
    }
  }

  @Test func failuresAreReportedEachOnItsOwn() async throws {
    try await Workspace.with { workspace in
      let fault = FaultRule(.init(method: .post, nth: .only([1])), .status(500))
      let (server, ids) = try server(workspace, faults: FaultPlan(rules: [fault]))
      let run = await workspace.run(["redeliver", "--failed"] + server.options)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("Sent again: 1 of 2 deliveries arrived, 1 failed."))
      #expect(run.output.contains("\(ids[0])\n  POST /v1/webhookDeliveries"))
      let unknown = await workspace.run(
        ["redeliver", "no-such-delivery", "--format", "json"] + server.options)
      #expect(unknown.exitCode == 1)
      #expect(try unknown.decoded(as: Document.self).summary["failed"] == 1)
    }
  }

  /// If nothing was read before, the first call shows that the key is refused, and ends the run.
  @Test func aRefusedKeyIsSaidOnce() async throws {
    try await Workspace.with { workspace in
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let refusal = FaultRule(.init(method: .post), .status(401))
      let (server, ids) = try server(workspace, faults: FaultPlan(rules: [refusal]))
      let unfollowed = ["redeliver"] + ids + ["--wait", "0s"] + server.options
      let run = await workspace.run(unfollowed)
      #expect(run.exitCode == 1 && run.output.isEmpty, "\(run.output)")
      #expect(
        run.messages.hasPrefix(
          "error: no delivery could be sent again: POST /v1/webhookDeliveries: 401 "), "\(run.messages)")
      #expect(run.messages.occurrences(of: "error: ") == 1 && run.messages.occurrences(of: "::error") == 1)
      #expect(server.requests.allSatisfy { $0.method == "POST" } && server.requests.count <= 3)
      let json = await workspace.run(unfollowed + ["--format", "json"])
      let document = try json.decoded(as: Document.self)
      #expect(json.exitCode == 1 && document.errors.count == 1 && document.results.isEmpty)
    }
  }

  @Test func whatFailsAlikeIsOneBlock() async throws {
    try await Workspace.with { workspace in
      let refusal = FaultRule(.init(method: .post), .status(403))
      let (server, ids) = try server(workspace, faults: FaultPlan(rules: [refusal]))
      let run = await workspace.run(["redeliver"] + ids + server.options)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("\n\(ids[0]), \(ids[1]) and \(ids[2])\n  POST /v1/webhookDeliveries: 403 "))
      #expect(run.output.occurrences(of: "POST /v1/webhookDeliveries") == 1, "\(run.output)")
    }
  }

  @Test func anUnreadListIsAFailure() async throws {
    try await Workspace.with { workspace in
      let path = "/v1/webhooks/0f3c6a52-0000-4000-8000-000000000002/deliveries"
      let (server, ids) = try server(
        workspace, faults: FaultPlan(rules: [FaultRule(.init(path: path), .status(500))]))
      let run = await workspace.run(["redeliver", "--failed", "--format", "json"] + server.options)
      #expect(run.exitCode == 1)
      let document = try run.decoded(as: Document.self)
      #expect(document.errors.count == 1 && document.summary["succeeded"] == 2)
      let byID = await workspace.run(
        ["redeliver", "elsewhere", "--app", "com.example.notes"] + server.options)
      #expect(byID.exitCode == 1, "it may be in the list that could not be read: no wrong usage")
      #expect(byID.messages.contains("that could be read has a delivery 'elsewhere'"))
      #expect(server.writes.count == 2 && !ids.isEmpty)
    }
  }
}
