@testable import Reports
import TestSupport
import Testing

@testable import storehooks

/// Credentials, URLs, color and closed streams.
@Suite struct OutputAndConnectionTests {
  @Test func withoutCredentialsAllWaysAreListed() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("plan")
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      for way in ["--key-id", "ASC_KEY_ID", "fastlane's or Codemagic's"] {
        #expect(run.messages.contains(way))
      }
      let json = await workspace.run("plan", "--format", "json")
      let document = try json.document()
      #expect(document.errors.count == 1)
    }
  }

  @Test func anAPIURLMustBeSafe() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("plan", "--api-url", "http://api.example.com")
      #expect(run.exitCode == 64)
      #expect(
        run.messages
          == "error: --api-url: the API URL must begin with https://; http:// would send the token in the clear to api.example.com (http is for localhost, 127.0.0.1 and [::1])\n"
      )
    }
  }

  @Test func colorFollowsOptionAndEnvironment() async throws {
    try await Workspace.with { workspace in
      func hasColor(_ arguments: String...) async -> Bool {
        await workspace.run(["plan", "--simulate", workspace.directory.file("fleet.json")] + arguments).output
          .contains("\u{1B}[")
      }
      #expect(await !hasColor())
      #expect(await hasColor("--color", "always"))
      #expect(await !hasColor("--color", "always", "--format", "json"))
      workspace.environment["CLICOLOR_FORCE"] = "1"
      #expect(await hasColor())
      #expect(await !hasColor("--color", "never"))
      workspace.environment["NO_COLOR"] = "1"
      #expect(await !hasColor())
      #expect(await hasColor("--color", "always"))
    }
  }

  @Test func errorsHaveColorToo() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--app", "none", "--color", "always")
      #expect(
        run.messages == "\u{1B}[1;31merror:\u{1B}[0m --app 'none' matches no app of the desired-state file\n")
      workspace.environment["CLICOLOR_FORCE"] = "1"
      let plain = await workspace.simulated("plan", "--app", "none", "--color", "never")
      #expect(plain.messages == "error: --app 'none' matches no app of the desired-state file\n")
    }
  }

  @Test(
    arguments: [
      (">&-", "error: the output could not be written: Bad file descriptor\n"),
      // The reader is gone before the first byte.
      ("| true", ""),
    ]) func aClosedStandardOutputAppliesNothing(redirection: String, message: String) async throws
  {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("fleet.json")
      let apply = #""$0" apply --yes --no-state --simulate fleet.json"#
      let script = #"(\#(Workspace.untilNobodyReads); \#(apply); echo "exit $?" >&2) \#(redirection)"#
      var command = try workspace.built([])
      command.arguments = ["-c", script, command.program]
      command.program = "/bin/sh"
      let result = try await command.run()
      #expect(result.errorOutput == message + "exit 1\n")
      #expect(try workspace.directory.read("fleet.json") == before)
    }
  }

  /// After calls, a reader that goes away doesn't change the exit code, and a report that can't be written otherwise is
  /// a failure. The state file is true in both cases.
  @Test(arguments: [(OutputError.readerClosed, Int32(0)), (OutputError.failed(errno: 28), Int32(1))])
  func theReportOfAnApplyHasNoReader(failure: OutputError, exitCode: Int32) async throws {
    try await Workspace.with { workspace in
      let before = try workspace.fleet
      let messages = MemorySink()
      let output = Output(results: MemorySink(failure: failure), messages: messages)
      let program = Program(
        environment: workspace.environment, output: output,
        prompt: Prompt(output: output, isTerminal: false, readLine: { nil }), retries: .none, clock: .instant)
      let code = await program.run([
        "apply", "--yes", "--format", "json", "-f", workspace.directory.file("webhooks.yaml"), "--simulate",
        workspace.directory.file("fleet.json"),
      ])
      #expect(code == exitCode, "\(messages.text)")
      #expect(messages.text.contains("error: the output could not be written") == (exitCode == 1))
      #expect(try workspace.fleet != before)
      #expect(try workspace.directory.read("webhooks.state.json").contains("fingerprint"))
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
    }
  }
}
