@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `import`: from webhooks made by hand to a file whose plan is empty.
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

  /// From an import to a maintained file.
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
      #expect(
        refused.messages == """
          note: it is unknown whether 6 secrets changed (not recorded: 6); '--write-secrets unknown' writes them
          out.yaml:25:17: error: the secret of webhook 'Legacy hook' (env OLD_EXAMPLE_COM_SECRET) can't be read: the environment variable OLD_EXAMPLE_COM_SECRET is not set
                  secret: { env: OLD_EXAMPLE_COM_SECRET }
                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          Nothing was changed.

          """)
      workspace.environment["OLD_EXAMPLE_COM_SECRET"] = "a-legacy-value-that-is-no-secret"
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

  /// 40 apps with 192 webhooks: one receiver for all, a CI vendor's, a few teams, and near-duplicates.
  @Test func aFleetMadeByHand() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(
        String(decoding: Fixture.data("hand-made-fleet.json"), as: UTF8.self), to: "fleet.json")
      let run = await workspace.simulated("import", "--all-apps")
      #expect(run.exitCode == 0)
      try Golden.check(run.transcript, named: "import/hand-made.txt")
      #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
      try workspace.directory.write(run.output, to: "out.yaml")
      let plan = await workspace.simulated("plan", "--detailed-exitcode", "-f", out(workspace))
      #expect(plan.exitCode == 0)
      #expect(plan.output.contains("\n\nNo changes. 189 unchanged, 3 unmanaged."), "\(plan.output)")
      #expect(await workspace.simulated("drift", "--all-apps", "-f", out(workspace)).exitCode == 0)
      let validated = await workspace.run("validate", "-f", out(workspace))
      #expect(validated.exitCode == 0, "\(validated)")
    }
  }

  @Test func theMajoritysName() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(
        String(decoding: Fixture.data("hand-made-fleet.json"), as: UTF8.self), to: "fleet.json")
      let run = await workspace.simulated("import", "--all-apps", "--normalize", "--out", out(workspace))
      #expect(run.exitCode == 0)
      #expect(run.messages.contains("plan -f out.yaml', which renames 8 webhooks\n"), "\(run.messages)")
      let plan = await workspace.simulated("plan", "-f", out(workspace), "--format", "json")
      #expect(plan.output.contains("\"modify\" : 8,"), "\(plan.output)")
      #expect(plan.output.ranges(of: "\"field\" : ").count == 8)
      #expect(plan.output.ranges(of: "\"field\" : \"name\"").count == 8)
    }
  }

  @Test(arguments: [
    (
      ["--split-by", "prefix"],
      ["acme", "example", "games", "internal", "news", "sample", "tools", "webhooks"]
    ),
    (["--split", "games=*.games.*", "--split", "rest=com.example.*"], ["games", "rest", "webhooks"]),
  ])
  func severalFiles(options: [String], names: [String]) async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(
        String(decoding: Fixture.data("hand-made-fleet.json"), as: UTF8.self), to: "fleet.json")
      let folder = workspace.directory.file("conf")
      let arguments = ["import", "--all-apps", "--out", folder] + options
      let run = await workspace.simulated(arguments)
      #expect(run.exitCode == 0)
      #expect(run.output.hasPrefix("Wrote conf ("), "\(run)")
      let found = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(found == names.map { $0 + ".yaml" })
      #expect(await workspace.run("validate", "-f", folder).exitCode == 0)
      let plan = await workspace.simulated("plan", "--detailed-exitcode", "-f", folder)
      #expect(plan.exitCode == 0, "\(plan)")
      let again = await workspace.simulated(arguments)
      #expect(again.exitCode == 1)
      #expect(
        again.messages == "error: 'conf' already has '\(found[0])'; choose another folder, or use --force\n")
      try workspace.directory.write("version: 1\n", to: "conf/mine.yml")
      let forced = await workspace.simulated(arguments + ["--force"])
      #expect(
        forced.messages
          == "error: 'conf' also has 'mine.yml', which would be read with the new files; move it away\n")
      try FileManager.default.removeItem(atPath: folder + "/mine.yml")
      #expect(await workspace.simulated(arguments + ["--force"]) == run)
      let json = await workspace.simulated(arguments + ["--force", "--format", "json"])
      #expect(json.output.ranges(of: "\"name\" : \"").count >= names.count)
      #expect(names.allSatisfy { json.output.contains("\"name\" : \"\($0).yaml\"") })
    }
  }

  @Test(arguments: [
    (["--split-by", "prefix"], "--split and --split-by need --out FOLDER"),
    (
      ["--split", "a=com.example.*", "--split", "b=com.example.notes", "--out", "x"],
      "--split: all apps that 'com.example.notes' matches are an earlier pattern's; name the narrower one first"
    ),
    (["--split", "a=*", "--out", "-"], "--split and --split-by need --out FOLDER"),
    (["--split", "a"], "--split wants NAME=PATTERN, such as games=com.example.games.*"),
    (["--split", "a=", "--out", "x"], "--split wants NAME=PATTERN, such as games=com.example.games.*"),
    (
      ["--split", "../a=*", "--out", "x"],
      "--split '../a': a file's name has letters, digits, '-', '_' and '.', and '.yaml' is added to it"
    ),
    (
      ["--split", "Webhooks=*", "--out", "x"], "--split 'Webhooks': webhooks.yaml is for what the files share"
    ),
    (["--split", "a=*", "--split", "A=*", "--out", "x"], "--split: 'a' and 'A' differ only in case"),
    (["--split", "a=nothing.*", "--out", "x"], "--split: 'nothing.*' matches no imported app"),
  ])
  func wrongSplits(options: [String], message: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated(["import", "--all-apps"] + options)
      #expect(run == .init(exitCode: 64, output: "", messages: "error: \(message)\n"))
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
