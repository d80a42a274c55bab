import TestSupport
import Testing

/// `--app`: which apps a command works on, and how many requests that takes.
@Suite struct SelectionTests {
  @Test(
    arguments: [
      // One for the bundle IDs, one for the bundle ID behind the numeric key, one for each selected app.
      (["com.example.notes"], ["com.example.notes"], 3),
      (
        ["com.example.*"],
        ["com.example.notes", "com.example.tasks", "com.example.weather", "com.example.radio"], 6
      ),
      (["1000000004"], ["com.example.radio"], 2),
      (["1000000002"], ["com.example.tasks"], 2),
      (["*.notes", "*.weather"], ["com.example.notes", "com.example.weather"], 4),
    ]) func limitsAPlanToSomeApps(patterns: [String], apps: [String], requests: Int) async throws
  {
    try await Workspace.with { workspace in
      let options = patterns.flatMap { ["--app", $0] }
      let fleet = ["--simulate", workspace.directory.file("fleet.json")]
      let document = try await workspace.run(["plan", "--format", "json"] + options + fleet).document()
      #expect(document.apps.map(\.bundleId) == apps)
      #expect(document.requests.made == requests)
    }
  }

  @Test(arguments: ["validate", "plan", "apply"]) func noAppSelected(command: String) async throws {
    try await Workspace.with { workspace in
      // Offline, nobody knows the bundle ID of a numeric key.
      try workspace.edit("webhooks.yaml") { $0.replacing("\"1000000004\"", with: "com.example.radio") }
      let arguments = command == "validate" ? [] : ["--simulate", workspace.directory.file("fleet.json")]
      let run = await workspace.run(
        [command, "--app", "com.example.note", "--app", "x"] + arguments
          + (command == "apply" ? ["--yes"] : []))
      #expect(
        run
          == .init(
            exitCode: 64, output: "",
            messages: "error: --app 'com.example.note', 'x' matches no app of the desired-state file;"
              + " did you mean 'com.example.notes'?\n"))
    }
  }

  @Test func aGlobThatNoLookedUpAppMatches() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("plan", "--app", "org.*")
      #expect(run.exitCode == 64)
      #expect(run.messages == "error: --app 'org.*' matches no app of the desired-state file\n")
    }
  }

  @Test func applyTouchesSelectedAppsOnly() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.fleet
      #expect(await workspace.simulated("apply", "--yes", "--app", "1000000004").exitCode == 0)
      let after = try workspace.fleet
      #expect(after.apps.filter { $0.id != "1000000004" } == before.apps.filter { $0.id != "1000000004" })
      #expect(
        after.apps.first { $0.id == "1000000004" }?.webhooks.map(\.name) == ["Made by hand", "Build status"])
    }
  }
}
