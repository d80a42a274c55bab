@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `import`: from webhooks that were made by hand to a file whose plan is empty.
@Suite struct ImportTests {
  /// The path that an import writes to.
  private func out(_ workspace: Workspace) -> String { workspace.directory.file("out.yaml") }

  private func fleet(_ workspace: Workspace, _ change: (inout Fleet) -> Void) throws {
    var fleet = try workspace.fleet
    change(&fleet)
    try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
  }

  @Test func theSample() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("fleet.json")
      let run = await workspace.simulated("import", "--all-apps")
      #expect(run.exitCode == 0)
      try Golden.check(run.transcript, named: "import/sample.txt")
      #expect(await workspace.simulated("import", "--all-apps") == run, "the same each time")
      let file = out(workspace)
      let written = await workspace.simulated("import", "--all-apps", "--out", file)
      try Golden.check(written.transcript, named: "import/sample-out.txt")
      #expect(try workspace.directory.read("out.yaml") == run.output)
      #expect(
        await workspace.run("validate", "-f", file).output == "out.yaml: valid, 5 apps with 7 webhooks.\n")
      let plan = await workspace.simulated("plan", "--detailed-exitcode", "-f", file)
      #expect(plan.exitCode == 0)
      #expect(plan.output.hasPrefix("No changes. 7 unchanged, 0 unmanaged."))
      #expect(await workspace.simulated("drift", "--all-apps", "-f", file).exitCode == 0)
      #expect(try workspace.directory.read("fleet.json") == before)
      #expect(try workspace.directory.contents().sorted().contains("webhooks.state.json") == false)
    }
  }

  /// From an import to a file that is looked after.
  @Test func theWholeStory() async throws {
    try await Workspace.with { workspace in
      let file = out(workspace)
      #expect(await workspace.recorded("import", "--all-apps", "--out", file).exitCode == 0)
      try workspace.edit("out.yaml") {
        $0.replacing("https://old.example.com", with: "https://new.example.com")
      }
      #expect(await workspace.recorded("plan", "--detailed-exitcode", "-f", file).exitCode == 2)
      let refused = await workspace.recorded("apply", "--yes", "--write-secrets", "Legacy hook", "-f", file)
      #expect(refused.exitCode == 1)
      #expect(refused.messages.contains("LEGACY_HOOK_SECRET is not set"), "\(refused.messages)")
      workspace.environment["LEGACY_HOOK_SECRET"] = "a-legacy-value-that-is-no-secret"
      #expect(
        await workspace.recorded("apply", "--yes", "--write-secrets", "Legacy hook", "-f", file).exitCode == 0
      )
      #expect(await workspace.recorded("drift", "-f", file).exitCode == 0)
      try fleet(workspace) { $0.apps[0].webhooks.removeAll() }
      let drift = await workspace.recorded("drift", "-f", file)
      #expect(drift.exitCode == 2)
      #expect(
        drift.output.contains("  missing       Crash triage         deleted by hand"), "\(drift.output)")
    }
  }

  @Test func someApps() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("import", "--app", "1000000002", "--app", "*.weather")
      #expect(run.exitCode == 0)
      #expect(run.output.contains("\n  com.example.tasks:"))
      #expect(run.output.contains("\n  com.example.weather:"))
      #expect(!run.output.contains("com.example.notes"))
    }
  }

  @Test func whatCannotBeDescribedIsSaid() async throws {
    try await Workspace.with { workspace in
      try fleet(workspace) { fleet in
        fleet.apps[0].webhooks[0].name = "Bell \u{7}"
        fleet.apps[0].webhooks[1].eventTypes = []
        fleet.apps[1].webhooks[0].name = fleet.apps[1].webhooks[1].name
      }
      let run = await workspace.simulated("import", "--all-apps", "--quiet")
      #expect(run.exitCode == 0)
      try Golden.check(run.transcript, named: "import/skipped.txt")
      let json = await workspace.simulated("import", "--all-apps", "--format", "json")
      #expect(json.exitCode == 0)
      try Golden.check(json.output, named: "import/skipped.json")
      try workspace.directory.write(run.output, to: "out.yaml")
      let plan = await workspace.simulated("plan", "--detailed-exitcode", "-f", out(workspace))
      #expect(plan.exitCode == 0)
      #expect(plan.output.contains("\n\nNo changes. 4 unchanged, 3 unmanaged."), "\(plan.output)")
    }
  }

  @Test(arguments: [
    ([], "say which apps to import: --app or --all-apps"),
    (["--all-apps", "--force"], "--force needs --out"),
    (["--app", "com.example.notes", "--app", "x.y"], "--app 'x.y' matches no app that the API key can see"),
  ])
  func wrongUsage(options: [String], message: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated(["import"] + options)
      #expect(run == .init(exitCode: 64, output: "", messages: "error: \(message)\n"))
      let json = await workspace.simulated(["import", "--format", "json"] + options)
      #expect(json.exitCode == 64)
      let document = try json.listing()
      #expect(document.errors.map(\.message) == [message])
    }
  }

  @Test func neverReplacesWithoutBeingTold() async throws {
    try await Workspace.with { workspace in
      let file = try workspace.directory.write("mine\n", to: "out.yaml")
      let run = await workspace.simulated("import", "--all-apps", "--out", file, "--verbose")
      #expect(run.exitCode == 1)
      #expect(
        run.messages
          == "error: 'out.yaml' already exists; choose another name, or use --force\n",
        "not one request is made")
      #expect(try workspace.directory.read("out.yaml") == "mine\n")
      let forced = await workspace.simulated("import", "--all-apps", "--out", file, "--force")
      #expect(forced.exitCode == 0)
      #expect(try workspace.directory.read("out.yaml").hasPrefix("# Made by"))
    }
  }

  @Test func whereItCannotBeWritten() async throws {
    try await Workspace.with { workspace in
      let file = workspace.directory.file("none/out.yaml")
      let run = await workspace.simulated("import", "--all-apps", "--out", file)
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      #expect(run.messages == "error: can't write 'none/out.yaml': No such file or directory\n")
      let folder = await workspace.simulated(
        "import", "--all-apps", "--force", "--out", workspace.directory.path)
      #expect(folder.exitCode == 1)
      #expect(folder.messages.hasSuffix(": it is a folder\n"))
      let json = await workspace.simulated("import", "--all-apps", "--format", "json", "--out", file)
      let document = try json.listing()
      #expect(document.errors.count == 1)
    }
  }

  @Test func anAppThatCouldNotBeReadStopsEverything() async throws {
    try await Workspace.with { workspace in
      let rule = #"{"match":{"path":"/v1/apps/1000000002/webhooks"},"action":{"status":{"code":403}}}"#
      try workspace.directory.write("{\"rules\":[\(rule)]}", to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let arguments = ["import", "--all-apps", "--out", "out.yaml"] + server.options
      let text = try await workspace.built(arguments).run()
      #expect(text.exitCode == 1)
      #expect(text.output.isEmpty)
      #expect(text.errorOutput.hasPrefix("error: app 'com.example.tasks' could not be read: "))
      #expect(text.errorOutput.hasSuffix("\nNothing was written.\n"))
      let json = try await workspace.built(arguments + ["--format", "json"]).run()
      #expect(json.exitCode == 1)
      let document = try Workspace.Run(exitCode: 1, output: json.output, messages: "").listing()
      #expect(document.errors.count == 1)
      #expect(access(out(workspace), F_OK) == -1)
    }
  }

  @Test func anAccountThatCannotBeListed() async throws {
    try await Workspace.with { workspace in
      let rule = #"{"action":{"status":{"code":403}}}"#
      try workspace.directory.write("{\"rules\":[\(rule)]}", to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      for command in ["import", "list"] {
        let run = try await workspace.built(
          [command, "--all-apps", "--format", "json"] + server.options
        ).run()
        #expect(run.exitCode == 1)
        #expect(run.errorOutput.hasPrefix("error: the account's apps could not be listed: "))
        let document = try Workspace.Run(exitCode: 1, output: run.output, messages: "").listing()
        #expect(document.errors.count == 1)
      }
    }
  }
}
