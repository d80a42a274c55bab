@testable import Reports
import Cryptography
import LoopbackServer
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler
@testable import storehooks

/// What happens when somebody stops a run.
@Suite struct InterruptionTests {
  @Test func theFirstSignalAsksAndIsKept() {
    let interruption = Interruption()
    #expect(!interruption.isRequested)
    interruption.receive(SIGTERM)
    #expect(interruption.isRequested)
    #expect(interruption.signal == SIGTERM)
  }

  @Test func theReportSaysWhatWasNotCalled() {
    let step = Step(number: 1, webhook: "Bot", call: .delete(id: "w1"))
    var app = AppPlan(key: .bundleId("com.example.notes"), facts: .init(id: "1"))
    app.steps = [step]
    let outcome = Outcome(
      plan: Plan(apps: [app]),
      results: [StepResult(step: 1, status: .interrupted, webhookId: "w1", requests: 0)])
    let text = OutcomeText(style: .plain).render(outcome, statistics: .init(requests: 2))
    #expect(
      text == """
        com.example.notes  (1)
          skipped  delete  Bot
              the run was interrupted

        Applied in part: 0 of 1 call made, 1 skipped. The next apply makes the rest. 2 requests made.

        """)
  }

  /// The signal comes while the first call is under way. That call is finished and recorded, no other is made, and the
  /// exit code names the signal.
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func applyFinishesTheCallUnderWay(_ signal: Int32, _ exitCode: Int32) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let server = try GatedServer(fleet: directory.file("fleet.json")) { request in
        request.method == "GET" ? .answer : .hold
      }
      defer { server.stop() }
      let key = directory.file("key.p8")
      try directory.write(try #require(P256SigningKey.generate().exportPEM().exposedText), to: "key.p8")
      let command = try Command(
        BuiltProduct.path(named: "storehooks"),
        [
          "apply", "--yes", "--concurrency", "1", "--timeout", "1d", "--api-url", server.url, "--key-id",
          "TEST",
          "--private-key",
          key, "--file", directory.file("webhooks.yaml"),
        ], environment: workspace.environment)
      let running = try command.start()
      await server.firstHeld()
      running.send(signal: signal)
      try await running.waitForErrorOutput(containing: "note: finishing the calls under way")
      server.letGo()
      let run = try await running.wait()
      #expect(run.exitCode == exitCode, "\(run.output)\(run.errorOutput)")
      #expect(run.output.contains("the run was interrupted"))
      #expect(run.output.contains("Applied in part: 1 of 5 calls made, 4 skipped."), "\(run.output)")
      #expect(try directory.read("webhooks.state.json").contains("\"fingerprint\": \""))
    }
  }

  /// A rate limit can take a quarter of an hour, which nobody wants to wait for after Ctrl-C.
  @Test func applyDoesNotWaitOutARateLimit() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let server = try GatedServer(fleet: directory.file("fleet.json")) { request in
        request.method == "GET"
          ? .answer : .refuse(ServerResponse(status: 429, headers: [("Retry-After", "600")], body: []))
      }
      defer { server.stop() }
      try workspace.write(P256SigningKey.generate(), to: "key.p8")
      let running = try workspace.built([
        "apply", "--yes", "--api-url", server.url, "--key-id", "TEST", "--private-key", "key.p8",
      ]).start()
      try await running.waitForErrorOutput(containing: "for App Store Connect's limit")
      running.send(signal: SIGINT)
      let run = try await running.wait()
      #expect(run.exitCode == 130, "\(run.output)\(run.errorOutput)")
      #expect(run.output.contains("Applied in part: 0 of 5 calls made, 5 skipped."), "\(run.output)")
      #expect(try directory.read("webhooks.state.json").contains("\"webhooks\""))
    }
  }
}
