@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `deliveries --follow` from the command line, with a clock whose waits end at once.
@Suite struct FollowCommandTests {
  private static let crash = EventType(rawValue: "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED")

  private static let now = Date(timeIntervalSince1970: 1_790_000_000)

  /// A service whose clock stands still a second before a run begins.
  private static let service = AppStoreConnectSimulator.Configuration(now: { now.addingTimeInterval(-1) })

  /// When a run ends.
  private static func end(in seconds: Double) -> [String] {
    ["--until", Timestamp(now.addingTimeInterval(seconds)).rawValue]
  }

  private func with(_ body: (Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      workspace.clock.stand(at: Self.now)
      try await body(workspace)
    }
  }

  private func crash(_ server: DeliveryServer, after requests: Int...) {
    for count in requests {
      server.script.withLock { $0[count] = { $0.recordEvent(appId: "1000000001", type: Self.crash) } }
    }
  }

  private struct Line: Decodable {
    var kind: String
    var webhooks: Int?
    var intervalSeconds: Int?
    var webhook: String?
    var app: String?
    var state: String?
    var deliveries: Int?
    var failed: Int?
    var errors: [JSONDocument.Message]?
  }

  private func lines(_ run: Workspace.Run) throws -> [Line] {
    try run.output.split(separator: "\n").map { line in
      try Workspace.Run(exitCode: 0, output: String(line), messages: "").decoded(as: Line.self)
    }
  }

  @Test func newDeliveriesAsTheyCome() async throws {
    try await with { workspace in
      let count = LockedValue(0)
      let server = try DeliveryServer(workspace, configuration: Self.service) { _ in
        let number = count.withLock { count in
          count += 1
          return count
        }
        return number == 2 ? .failed("Connect timed out") : .answered(status: 200, body: "ok")
      }
      // One that exists already, and two that come while it looks.
      server.simulator.recordEvent(appId: "1000000001", type: Self.crash)
      crash(server, after: 40, 80)
      let run = await workspace.run(["deliveries", "--follow"] + Self.end(in: 300) + server.options)
      #expect(run.exitCode == 0)
      #expect(
        run.messages == "note: following 7 webhooks, with a look every 10 s; press Ctrl-C to end\n")
      let lines = run.output.split(separator: "\n")
      try #require(lines.count == 3, "\(run.output)")
      #expect(
        lines[0].hasSuffix(
          "  FAILED         com.example.notes · Crash triage  \(Self.crash.rawValue)  Connect timed out"))
      #expect(lines[1].contains("  SUCCEEDED 200  com.example.notes · Crash triage  "))
      #expect(lines[2].hasPrefix("Followed: 2 deliveries to 7 webhooks, 1 failed. "))
      #expect(
        server.requests.filter { $0.target.contains("/deliveries?") }.count == 31 * 7, "a look every 10 s")
      #expect(server.writes.isEmpty)
    }
  }

  @Test func asJSON() async throws {
    try await with { workspace in
      let server = try DeliveryServer(workspace, configuration: Self.service)
      server.simulator.recordEvent(appId: "1000000001", type: Self.crash)
      crash(server, after: 30)
      let run = await workspace.run(
        ["deliveries", "--follow", "--since", "1h", "--app", "com.example.notes", "--format", "json"]
          + Self.end(in: 120) + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      let lines = try lines(run)
      try #require(lines.map(\.kind) == ["delivery", "following", "delivery", "summary"], "\(run)")
      #expect(lines[0].app == "com.example.notes" && lines[0].webhook == "Crash triage")
      #expect(lines[1].webhooks == 2 && lines[1].intervalSeconds == 5)
      #expect(lines[3].deliveries == 2 && lines[3].failed == 0 && lines[3].errors?.isEmpty == true)
    }
  }

  @Test func onlyWhatFailed() async throws {
    try await with { workspace in
      let server = try DeliveryServer(workspace, configuration: Self.service) { url in
        url.contains("triage") ? .answered(status: 503, body: "") : .answered(status: 200, body: "")
      }
      crash(server, after: 30)
      server.script.withLock { script in
        script[31] = {
          $0.recordEvent(
            appId: "1000000001", type: .init(rawValue: "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"))
        }
      }
      let run = await workspace.run(
        ["deliveries", "--follow", "--failed", "--quiet"] + Self.end(in: 300) + server.options)
      #expect(run.exitCode == 0 && run.messages.isEmpty)
      #expect(run.output.split(separator: "\n").count == 2, "\(run.output)")
      #expect(run.output.contains("FAILED 503") && run.output.contains("Followed: 1 delivery "))
    }
  }

  @Test(arguments: [
    (["--limit", "3"], "--follow can't be combined with --limit"),
    (["--min-success", "95%"], "--follow can't be combined with --min-success"),
    (["--format", "markdown"], "--follow can't be combined with --format markdown"),
    (["--until", "1h"], "with --follow, --until must be in the future"),
    (["--since", "11d"], "--since goes back at most 10 days (10d)"),
    (["--webhook", "Relase bot"], "did you mean 'Release bot'?"),
  ]) func whatMakesNoSense(options: [String], message: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated(["deliveries", "--follow"] + options)
      #expect(run.exitCode == 64, "\(run)")
      #expect(run.messages.contains(message), "\(run.messages)")
    }
  }

  @Test func moreThanFiftyNeedAChoice() async throws {
    try await FortyApps.with { workspace in
      workspace.clock.stand(at: Self.now)
      let all = await workspace.simulated("deliveries", "--follow")
      #expect(all.exitCode == 64)
      #expect(
        all.messages.hasSuffix(
          "requests for each look: choose webhooks with --app or --webhook\n"), "\(all.messages)")
      let named = await workspace.simulated(
        ["deliveries", "--follow", "--app", "com.example.*"] + Self.end(in: 600))
      #expect(
        named.exitCode == 0 && named.output.hasPrefix("Followed: 0 deliveries to 171 webhooks"), "\(named)")
      #expect(named.messages.contains("a look every 4 min 5 s"))
    }
  }

  @Test func whatCannotBeReadIsSaidOnceAndFailsTheRun() async throws {
    try await with { workspace in
      let path = "/v1/webhooks/0f3c6a52-0000-4000-8000-000000000001/deliveries"
      let server = try DeliveryServer(
        workspace, faults: FaultPlan(rules: [FaultRule(.init(path: path), .status(500))]),
        configuration: Self.service)
      let run = await workspace.run(
        ["deliveries", "--follow", "--format", "json"] + Self.end(in: 100) + server.options)
      #expect(run.exitCode == 1)
      #expect(run.messages.components(separatedBy: "could not be read").count == 2, "\(run.messages)")
      #expect(try lines(run).last?.errors?.count == 1)
    }
  }

  @Test func whatFailsAlikeIsOneMessage() async throws {
    try await with { workspace in
      var workspace = workspace
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let faults = FaultPlan(rules: [FaultRule(.init(path: "/v1/webhooks/*"), .status(500))])
      let server = try DeliveryServer(workspace, faults: faults, configuration: Self.service)
      let run = await workspace.run(["deliveries", "--follow"] + Self.end(in: 100) + server.options)
      #expect(run.exitCode == 1)
      #expect(run.messages.hasPrefix("error: the deliveries of 7 webhooks ("), "\(run.messages)")
      #expect(run.messages.occurrences(of: "error: ") == 1 && run.messages.occurrences(of: "::error") == 1)
    }
  }

  /// As a separate process over HTTP that somebody at a terminal, or a supervisor, ends.
  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItCleanly(signal: Int32) async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      server.simulator.recordEvent(appId: "1000000001", type: Self.crash)
      let running = try workspace.built(
        ["deliveries", "--follow", "--since", "1h", "--format", "json"] + server.options
      ).start()
      #expect(try await running.readLine().contains(#""kind":"delivery""#))
      #expect(try await running.readLine().contains(#""kind":"following""#))
      running.send(signal: signal)
      let result = try await running.wait()
      #expect(result.exitCode == 0)
      #expect(result.errorOutput.contains("finishing the calls under way"))
      #expect(result.output.split(separator: "\n").last?.contains(#""kind":"summary""#) == true)
    }
  }

  @Test func aReaderThatGoesAwayEndsIt() async throws {
    try await Workspace.with { workspace in
      let server = try DeliveryServer(workspace)
      server.simulator.recordEvent(appId: "1000000001", type: Self.crash)
      let output = Output(results: MemorySink(failure: .readerClosed), messages: MemorySink())
      let program = Program(
        environment: workspace.environment, output: output,
        prompt: Prompt(output: output, isTerminal: false, readLine: { nil }), retries: .none, clock: .instant)
      let code = await program.run(
        ["deliveries", "--follow", "--since", "1h", "-f", workspace.directory.file("webhooks.yaml")]
          + server.options)
      #expect(code == 1)
      #expect(server.requests.count { $0.target.contains("/deliveries?") } == 7, "it looked once")
    }
  }
}
