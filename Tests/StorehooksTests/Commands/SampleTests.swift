@testable import Reports
import TestSupport
import Testing

/// The repository's sample through all commands: whole outputs, as users see them.
@Suite struct SampleTests {
  private func check(_ run: Workspace.Run, _ exitCode: Int32, _ name: String) throws {
    #expect(run.exitCode == exitCode)
    try Golden.check(run.transcript, named: "sample/\(name).txt")
  }

  @Test func validateAsText() async throws {
    try await Workspace.with { try await check($0.run("validate"), 0, "validate") }
  }

  @Test func validateAsJSON() async throws {
    try await Workspace.with { try await check($0.run("validate", "--format", "json"), 0, "validate-json") }
  }

  @Test func planAsText() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("fleet.json")
      try check(await workspace.simulated("plan"), 0, "plan")
      #expect(try workspace.directory.read("fleet.json") == before)
    }
  }

  @Test func planAsJSON() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--format", "json")
      try check(run, 0, "plan-json")
      _ = try run.document()
    }
  }

  @Test func planInColor() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--color", "always", "--verbose")
      #expect(run.output.contains("\u{1B}["))
      let shown = run.output.replacing("\u{1B}", with: "<ESC>")
      try Golden.check(shown, named: "sample/plan-color.txt")
    }
  }

  @Test func theReadmeShowsTheRealPlan() async throws {
    try await Workspace.with { workspace in
      let plan = await workspace.simulated("plan")
      let readme = try String(contentsOfFile: Workspace.root + "/README.md", encoding: .utf8)
      #expect(readme.contains("```\n\(plan.output)```\n"))
    }
  }

  @Test func applyThenPlanAsText() async throws {
    try await Workspace.with { workspace in
      try check(await workspace.simulated("apply", "--yes"), 0, "apply")
      try Golden.check(
        try workspace.directory.read("fleet.json").withoutSecrets, named: "sample/fleet-after-apply.json")
      try check(await workspace.simulated("plan", "--detailed-exitcode"), 0, "plan-after-apply")
    }
  }

  @Test func applyThenPlanAsJSON() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("apply", "--yes", "--format", "json")
      try check(run, 0, "apply-json")
      let again = await workspace.simulated("plan", "--format", "json", "--detailed-exitcode")
      try check(again, 0, "plan-after-apply-json")
    }
  }

  @Test func verboseShowsRequests() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--verbose")
      #expect(run.exitCode == 0)
      let duration = #/ [\d.]+ m?s  /#
      #expect(run.messages.contains(duration))
      try Golden.check(run.messages.replacing(duration, with: " N ms  "), named: "sample/verbose.txt")
      #expect(run.output.contains("= unchanged  Release bot"))
    }
  }

  @Test func theBuiltProgramDoesTheSame() async throws {
    try await Workspace.with { workspace in
      let built = try await workspace.runBuilt(
        "plan", "--simulate", "fleet.json", "--no-state", "--detailed-exitcode", "--concurrency", "1")
      #expect(built.exitCode == 2)
      let inProcess = await workspace.simulated("plan")
      #expect(inProcess == .init(exitCode: 0, output: built.output, messages: built.messages))
      let validated = try await workspace.runBuilt("validate")
      #expect(await workspace.run("validate") == validated)
    }
  }

  @Test func versionTellsVersionAndPlatform() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("version")
      #expect(run.exitCode == 0)
      #expect(run.output.contains(#/^storehooks \d+\.\d+\.\d+.* \(.+, (linux|macos)-(x86_64|arm64)\)\n$/#))
      #expect(await workspace.run("--version") == run)
      let json = await workspace.run("version", "--format", "json")
      #expect(json.exitCode == 0)
      #expect(json.output.contains(#/"platform" : "(linux|macos)-/#))
      let built = try await workspace.runBuilt("--version")
      #expect(built == run)
    }
  }
}

extension String {
  /// A fleet file without its secrets.
  fileprivate var withoutSecrets: String {
    split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("\"secret\"") }
      .joined(separator: "\n")
  }
}
