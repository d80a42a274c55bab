import AppStoreConnect
import LoopbackServer
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

/// `--quiet` and `--verbose` on every command there is.
@Suite struct QuietAndVerboseTests {
  /// Arguments with which a command works and succeeds; commands with their own suites are tested there.
  private static let uses: [String: [String]] = [
    "validate": [], "plan": [], "apply": ["--yes"], "completions": ["bash"], "list": [],
    "import": ["--all-apps"], "ping": [], "deliveries": [], "redeliver": ["--failed"], "version": [],
    "help": [],
  ]
  private static let commands = CommandLineSpec.storehooks.commands.map(\.name).filter { uses[$0] != nil }

  private func run(_ command: String, _ option: String?, _ workspace: Workspace) async -> Workspace.Run {
    await workspace.recorded([command] + (Self.uses[command] ?? []) + (option.map { [$0] } ?? []))
  }

  @Test(arguments: Self.commands) func quietLeavesStandardErrorToErrors(command: String) async throws {
    try await Workspace.with { workspace in
      let quiet = await run(command, "--quiet", workspace)
      #expect(quiet.exitCode == 0)
      #expect(quiet.messages.isEmpty, "\(quiet.messages)")
    }
  }

  @Test(arguments: Self.commands) func verboseAddsToStandardErrorOnly(command: String) async throws {
    try await Workspace.with { workspace in
      let verbose = await run(command, "--verbose", workspace)
      #expect(verbose.exitCode == 0)
      let requests = verbose.messages.split(separator: "\n").filter { !$0.hasPrefix("note: ") }
      let pattern = #/(GET|POST|PATCH|DELETE) /v1/[^ ?]+  \d{3}  .+  [\d ]+ bytes?/#
      #expect(requests.allSatisfy { $0.wholeMatch(of: pattern) != nil }, "\(verbose.messages)")
      #expect(
        requests.isEmpty == ["validate", "completions", "version", "help"].contains(command),
        "\(verbose.messages)")
      #expect(workspace.environment.values.allSatisfy { !verbose.messages.contains($0) })
    }
  }

  @Test func quietDropsNotesThatAreThereWithoutIt() async throws {
    try await Workspace.with { workspace in
      #expect(await run("plan", nil, workspace).messages.hasPrefix("note: "))
    }
  }

  @Test(arguments: CommandLineSpec.storehooks.commands.map(\.name)) func bothAreWrongUsage(command: String)
    async throws
  {
    try await Workspace.with { workspace in
      let run = await workspace.run(command, "--quiet", "--verbose")
      // Help is given whatever else is on the line.
      #expect(run.exitCode == (command == "help" ? 0 : 64))
      if command != "help" { #expect(run.messages.contains("can't be combined"), "\(run.messages)") }
    }
  }

  /// Nobody should wonder why nothing happens for minutes.
  @Test(arguments: [["plan"], ["apply", "--yes", "--verify"], ["deliveries"]])
  func quietStillSaysThatItWaitsForALimit(command: [String]) async throws {
    try await Workspace.with { workspace in
      workspace.retries = RetryPolicy()
      let isLimited = LockedValue(true)
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        let isFirst = isLimited.withLock { isLimited in
          defer { isLimited = false }
          return isLimited
        }
        return isFirst ? .refuse(ServerResponse(status: 429, headers: [("Retry-After", "40")])) : .answer
      }
      defer { server.stop() }
      let run = await workspace.run(command + ["--quiet", "--no-state", "--api-url", server.url])
      #expect(
        run.messages.hasPrefix("note: waiting 40 s for App Store Connect's limit\n"), "\(run.messages)")
      #expect(run.messages.occurrences(of: "note: ") == 1)
    }
  }

  /// Errors are said with `--quiet`, too.
  @Test func quietStillTellsOfErrors() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--app", "none", "--quiet")
      #expect(
        run.exitCode == 64 && run.messages == "error: --app 'none' matches no app of the desired-state file\n"
      )
    }
  }
}
