import Cryptography
import LoopbackServer
import Simulator
import TestSupport
import Testing

@testable import Reports
@testable import storehooks

/// `apply --canary`. In the sample, the app with the fewest calls is com.example.tasks.
@Suite struct CanaryApplyTests {
  struct Document: Decodable {
    struct Canary: Decodable, Equatable {
      var apps: [String]
      var result: String
      var changed: [String]
      var held: [String]
    }
    struct Verification: Decodable { var app: String? }
    struct Result: Decodable { var status: String }
    var canary: Canary?
    var verifications: [Verification]?
    var results: [Result]?
    var errors: [JSONDocument.Message]
  }

  static let apply = ["apply", "--yes", "--canary", "1"]

  private static func isPing(_ write: String) -> Bool { write == "POST /v1/webhookPings" }

  @Test func theOthersFollowIfEveryTestEventArrives() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      let run = await workspace.run(Self.apply + ["--format", "json"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(
        run.messages.contains(
          "note: com.example.tasks comes first; 2 other apps follow if every test event arrives"))
      let document = try run.decoded(as: Document.self)
      #expect(
        document.canary
          == .init(apps: ["com.example.tasks"], result: "passed", changed: ["com.example.tasks"], held: []))
      #expect(document.results?.map(\.status) == Array(repeating: "applied", count: 5))
      #expect(document.verifications?.map(\.app) == ["com.example.tasks"])
      #expect(server.writes.count == 6)
      #expect(server.writes.firstIndex(where: Self.isPing) == 1, "\(server.writes)")
      #expect(await workspace.run(["plan", "--detailed-exitcode"] + server.options).exitCode == 0)
      let nothing = await workspace.run(Self.apply + ["--format", "json"] + server.options)
      #expect(nothing.exitCode == 0)
      #expect(try nothing.decoded(as: Document.self).canary == nil)
    }
  }

  @Test func withVerifyTheOthersAreTestedToo() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      let run = await workspace.run(Self.apply + ["--verify"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(
        run.output.contains("Verified: 3 of 3 webhooks received the test event, 1 disabled and left out."))
      #expect(server.writes.count(where: Self.isPing) == 3, "each once")
      #expect(server.writes.firstIndex(where: Self.isPing) == 1)
    }
  }

  @Test func aTestEventThatDoesNotArriveHoldsTheOthersBack() async throws {
    try await Workspace.with { workspace in
      let isMended = LockedValue(false)
      let server = try DeliveryServer(workspace) { _ in
        .answered(status: isMended.withLock { $0 } ? 200 : 500, body: "")
      }
      let before = server.simulator.fleet
      let run = await workspace.run(Self.apply + server.options)
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains(
          """
          error: the canary failed: 1 of 1 test event didn't arrive; com.example.tasks has been changed and stays \
          so; 2 other apps were left as they were
          """), "\(run.messages)")
      #expect(run.messages.contains("to go back, undo the change in the file"))
      #expect(
        run.output.contains(
          "\nApplied in part: 1 of 5 calls made, 4 held back"))
      #expect(run.output.contains("Not verified: 0 of 1 webhook received the test event, 1 failed."))
      let after = server.simulator.fleet
      #expect(server.writes.count == 2)
      for app in before.apps where app.bundleId != "com.example.tasks" {
        #expect(after.apps.first { $0.id == app.id }?.webhooks == app.webhooks)
      }
      // Only what was tried is on record.
      let record = await workspace.run(["state", "--format", "json"])
      #expect(record.output.contains("com.example.tasks"))
      #expect(!record.output.contains("com.example.notes") && !record.output.contains("com.example.weather"))
      isMended.withLock { $0 = true }
      let rest = await workspace.run(Self.apply + server.options)
      #expect(rest.exitCode == 0, "\(rest.messages)")
      #expect(rest.output.contains("Applied: 4 of 4 calls made."))
    }
  }

  @Test func everyFormatSaysWhatFailed() async throws {
    for format in ["json", "markdown"] {
      try await Workspace.with { workspace in
        workspace.environment["GITHUB_ACTIONS"] = "true"
        let server = try DeliveryServer(workspace) { _ in .answered(status: 500, body: "") }
        let run = await workspace.run(Self.apply + ["--format", format] + server.options)
        #expect(run.exitCode == 1)
        #expect(run.messages.contains("::error::the canary failed: 1 of 1 test event"))
        if format == "markdown" {
          #expect(
            run.output.hasPrefix(
              "**Applied in part:** 1 of 5 calls made, 4 held back because the canary failed."))
          #expect(run.output.contains("the canary failed: 1 of 1 test event"))
          #expect(!run.output.contains("com.example.notes"), "\(run.output)")
        } else {
          let document = try run.decoded(as: Document.self)
          #expect(
            document.canary
              == .init(
                apps: ["com.example.tasks"], result: "failed", changed: ["com.example.tasks"],
                held: ["com.example.notes", "com.example.radio"]))
          #expect(document.results?.map(\.status) == ["skipped", "skipped", "skipped", "applied", "skipped"])
          #expect(document.errors.contains { $0.message.hasPrefix("the canary failed") })
        }
      }
    }
  }

  @Test func aCallThatFailsHoldsTheOthersBack() async throws {
    try await Workspace.with { workspace in
      let fault = FaultRule(.init(method: .patch, path: "/v1/webhooks/*"), .status(403))
      let server = try DeliveryServer(workspace, faults: FaultPlan(rules: [fault]))
      let before = server.simulator.fleet.apps.map(\.webhooks)
      let run = await workspace.run(Self.apply + server.options)
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains(
          "the canary failed: 1 call was not made; no app has been changed; 2 other apps were left as they were"
        ))
      #expect(server.simulator.fleet.apps.map(\.webhooks) == before)
    }
  }

  @Test func goingBackIsUndoingTheChange() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace) { url in
        .answered(status: url.hasPrefix("https://wrong") ? 404 : 200, body: "")
      }
      #expect(await workspace.run(["apply", "--yes"] + server.options).exitCode == 0)
      let before = server.simulator.fleet
      try workspace.edit("webhooks.yaml") { $0.replacing("https://hooks.", with: "https://wrong.") }
      let failed = await workspace.run(Self.apply + server.options)
      #expect(failed.exitCode == 1)
      #expect(failed.messages.contains("1 other app was left as it was"))
      try workspace.edit("webhooks.yaml") { $0.replacing("https://wrong.", with: "https://hooks.") }
      let back = await workspace.run(Self.apply + server.options)
      #expect(back.exitCode == 0, "\(back.messages)")
      let after = server.simulator.fleet
      #expect(after.apps.map { $0.webhooks.map(\.url) } == before.apps.map { $0.webhooks.map(\.url) })
      #expect(await workspace.run(["plan", "--detailed-exitcode"] + server.options).exitCode == 0)
    }
  }

  @Test func theOrderOfASavedPlansSelectionCounts() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      let plan = workspace.directory.file("plan.json")
      let selection = ["--app", "com.example.radio", "--app", "com.example.*"]
      #expect(await workspace.run(["plan", "--out", plan] + selection + server.options).exitCode == 0)
      let run = await workspace.run(
        ["apply", plan, "--yes", "--canary", "1", "--format", "json"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(try run.decoded(as: Document.self).canary?.apps == ["com.example.radio"])
      #expect(server.writes.prefix(2) == ["POST /v1/webhooks", "POST /v1/webhookPings"])
    }
  }

  @Test func thereIsNoCanaryOfNoApps() async throws {
    try await Workspace.with { workspace in
      let run = try await workspace.refusedApply("--yes", "--canary", "0")
      #expect(run.exitCode == 64)
    }
  }

  /// The signal comes while the first app is tested: the others are left out, and the exit code names the signal.
  @Test func aSignalDuringTheTestEndsTheRun() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let server = try GatedServer(fleet: directory.file("fleet.json")) { request in
        request.target.hasPrefix("/v1/webhookPings") ? .hold : .answer
      }
      defer { server.stop() }
      try workspace.write(P256SigningKey.generate(), to: "key.p8")
      let running = try workspace.built(
        Self.apply + [
          "--concurrency", "1", "--timeout", "1d", "--format", "json", "--api-url", server.url, "--key-id",
          "TEST",
          "--private-key", "key.p8",
        ]
      ).start()
      await server.firstHeld()
      running.send(signal: SIGINT)
      try await running.waitForErrorOutput(containing: "note: finishing the calls under way")
      server.letGo()
      let ended = try await running.wait()
      #expect(ended.exitCode == 130, "\(ended.output)\(ended.errorOutput)")
      let run = Workspace.Run(exitCode: ended.exitCode, output: ended.output, messages: ended.errorOutput)
      let document = try run.decoded(as: Document.self)
      #expect(document.canary?.result == "interrupted")
      #expect(document.results?.map(\.status) == ["skipped", "skipped", "skipped", "applied", "skipped"])
      #expect(!ended.errorOutput.contains("the canary failed"))
    }
  }
}
