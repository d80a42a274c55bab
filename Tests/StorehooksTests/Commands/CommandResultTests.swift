import Reconciler
import TestSupport
import Synchronization
import Testing

@testable import CommandLine
@testable import Reports
@testable import storehooks

/// Commands print nothing: what they found or did is a value.
@Suite struct CommandResultTests {
  private let results = MemorySink()
  private let messages = MemorySink()

  private func session(_ workspace: Workspace, _ arguments: String...) throws -> Session {
    let output = Output(results: results, messages: messages)
    let program = Program(
      environment: workspace.environment, output: output,
      prompt: Prompt(output: output, isTerminal: false, readLine: { nil }), retries: .none, clock: .instant)
    let all =
      arguments + [
        "-f", workspace.directory.file("webhooks.yaml"), "--simulate", workspace.directory.file("fleet.json"),
        "--no-state", "--quiet",
      ]
    let invocation = try ArgumentParser(spec: .storehooks, environment: [:]).parse(all)
    return Session(program: program, spec: .storehooks, invocation: invocation)
  }

  @Test func aComparisonIsAValueUntilItIsPublished() async throws {
    try await Workspace.with { workspace in
      let session = try session(workspace, "drift")
      let result = try await DriftCommand(session: session).run()
      let report = try #require(result.report as? ComparisonReport)
      #expect(
        report.hasDrift && report.findings.errors.isEmpty
          && report.drift.apps.contains { !$0.differences.isEmpty })
      #expect(result.counts?.hasChanges == true && result.exitCode == .changesPresent)
      #expect(results.text.isEmpty && messages.text.isEmpty)
      try session.publisher.publish(result)
      #expect(results.text == report.text(for: Reader(style: .plain, isQuiet: true)))
    }
  }

  @Test(arguments: ["list", "plan", "ping", "deliveries", "validate", "events", "version", "schema", "help"])
  func nothingIsPrintedOnTheWay(name: String) async throws {
    try await Workspace.with { workspace in
      let session = try session(workspace, name)
      let type = try #require(Program.commands.first { $0.specification.name == name })
      let result = try await type.init(session: session).run()
      #expect(result.report != nil)
      #expect(results.text.isEmpty)
    }
  }

  @Test func resultsThatComeOneByOneAreValuesToo() async throws {
    let arguments = [
      "trigger", "WEBHOOK_PING_CREATED", "--to", "http://127.0.0.1:1/", "--count", "2", "--quiet",
    ]
    let invocation = try ArgumentParser(spec: .storehooks, environment: [:]).parse(arguments)
    let output = Output(results: results, messages: messages)
    let program = Program(environment: [:], output: output, prompt: Prompt(output: output, isTerminal: false))
    var session = Session(program: program, spec: .storehooks, invocation: invocation)
    let seen = Mutex<[any Report]>([])
    session.sink = { report in seen.withLock { $0.append(report) } }
    let result = try await TriggerCommand(session: session).run()
    let lines = seen.withLock { $0.compactMap { $0 as? TriggerReport.Line } }
    #expect(lines.count == 2 && result.exitCode == .failed && results.text.isEmpty)
  }

  @Test func anInvalidFileIsAFailureWithAllItsErrors() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("version: 2\napps: {}\nnonsense: 1\n", to: "webhooks.yaml")
      let session = try session(workspace, "plan")
      let failure = await #expect(throws: CommandFailure.self) {
        try await PlanCommand(session: session).run()
      }
      #expect(failure?.exitCode == .invalidFile && (failure?.diagnostics.count ?? 0) > 1)
      #expect(results.text.isEmpty && messages.text.isEmpty)
    }
  }
}
