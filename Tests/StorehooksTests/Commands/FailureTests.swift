@testable import Reports
import Simulator
import TestSupport
import Testing

/// What commands do if something they need is missing or wrong: exit code, words, and no change.
@Suite struct FailureTests {
  // MARK: The desired-state file

  @Test(arguments: ["validate", "plan", "apply"]) func anInvalidFile(command: String) async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { $0.replacing("[BUILD_*]", with: "[BUILD_UPLOD_STATE_UPDATED]") }
      let arguments = command == "validate" ? [] : ["--simulate", workspace.directory.file("fleet.json")]
      let yes = command == "apply" ? ["--yes"] : []
      let line = try workspace.line(of: "BUILD_UPLOD")
      let message = """
        webhooks.yaml:\(line):14: error: unknown event type 'BUILD_UPLOD_STATE_UPDATED'; did you mean 'BUILD_UPLOAD_STATE_UPDATED'?
            events: [BUILD_UPLOD_STATE_UPDATED]
                     ^~~~~~~~~~~~~~~~~~~~~~~~~

        """
      let text = await workspace.run([command] + arguments + yes)
      #expect(text == .init(exitCode: 65, output: "", messages: message))
      let json = await workspace.run([command, "--format", "json"] + arguments + yes)
      #expect(json.exitCode == 65)
      #expect(json.messages == message)
      try Golden.check(json.output, named: "failures/invalid-\(command).json")
      let markdown = await workspace.run([command, "--format", "markdown"] + arguments + yes)
      #expect(markdown.exitCode == 65)
      #expect(markdown.messages == message)
      #expect(
        markdown.output == """
          **\(command == "validate" ? "Not valid" : "Failed"):** 1 error.

          **Errors**

          - `webhooks.yaml:\(line)`: `unknown event type 'BUILD_UPLOD_STATE_UPDATED'; did you mean 'BUILD_UPLOAD_STATE_UPDATED'?`

          """)
    }
  }

  @Test(arguments: ["validate", "plan"]) func aMissingFile(command: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run(command, "-f", workspace.directory.file("none.yaml"))
      #expect(run.exitCode == 65)
      #expect(run.output.isEmpty)
      #expect(
        run.messages
          == "error: 'none.yaml' doesn't exist; name your file with --file, or start one with 'storehooks init' or 'storehooks import'\n"
      )
    }
  }

  @Test func aFolderOfFiles() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("version: 1\napps: { com.example.a: {} }\n", to: "conf/a.yaml")
      try workspace.directory.write("version: 1\napps: { com.example.b: {} }\n", to: "conf/b.yml")
      let run = await workspace.run("validate", "-f", workspace.directory.file("conf"))
      #expect(run == .init(exitCode: 0, output: "conf: valid, 2 apps with 0 webhooks.\n", messages: ""))
      let quiet = await workspace.run("validate", "--quiet", "-f", workspace.directory.file("conf"))
      #expect(quiet == .init(exitCode: 0, output: "", messages: ""))
    }
  }

  // MARK: Apps

  @Test func anAppThatIsNotFoundStopsNoOther() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") {
        $0.replacing("  com.example.tasks:", with: "  com.example.task:")
      }
      let plan = await workspace.simulated("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 1, "an error goes before changes")
      let line = try workspace.line(of: "com.example.task:")
      try Golden.check(plan.transcript, named: "failures/app-not-found.txt")
      let apply = await workspace.simulated("apply", "--yes", "--format", "json")
      #expect(apply.exitCode == 1)
      #expect(apply.messages == plan.messages)
      let document = try apply.document()
      #expect(document.errors.map(\.message) == ["app 'com.example.task' was not found"])
      #expect(document.errors.first?.location == .init(file: "webhooks.yaml", line: line, column: 3))
      #expect(document.apps.map { $0.error == nil } == [true, false, true, true])
      #expect(document.results?.map(\.status) == ["applied", "applied", "applied", "applied"])
      #expect(await workspace.simulated("plan", "--detailed-exitcode").exitCode == 1, "still not found")
    }
  }

  @Test func whatKeepsAnAppFullIsNamedOnce() async throws {
    try await FleetBench.with { bench in
      let names = (0..<9).map { "Old \($0)" }
      try bench.change { fleet in
        fleet.apps[0].webhooks = names.flatMap { FleetBench.app($0, "", "H").webhooks }
        for (place, name) in names.enumerated() { fleet.apps[0].webhooks[place].name = name }
        fleet.apps[0].webhooks += FleetBench.app("9", "", "Night").webhooks
      }
      try bench.edit("apps: {}", "apps: {}\npolicy: { protect: [{ name: 'N*' }] }")
      let run = await bench.run("plan")
      #expect(run.exitCode == 1)
      let reason = "not in webhooks.yaml, and not created by Storehooks (prune: managed)"
      #expect(run.messages.components(separatedBy: reason).count == 2, "\(run.messages)")
      #expect(
        run.messages.contains(
          "; delete some of them by hand, or narrow the 'protect' rules, or let 'prune: true' delete what the file"
            + " doesn't list\n"), "\(run.messages)")
      #expect(!run.messages.contains("ignore rules"))
    }
  }

  @Test func anAppWithoutRoomStopsNoOther() async throws {
    try await Workspace.with { workspace in
      var fleet = try workspace.fleet
      fleet.apps[3].webhooks = (0..<10).map { number in
        var webhook = fleet.apps[3].webhooks[0]
        webhook.id = "full-\(number)"
        webhook.name = "Full \(number)"
        return webhook
      }
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let run = await workspace.simulated("apply", "--yes")
      #expect(run.exitCode == 1)
      let line = try workspace.line(of: "1000000004")
      #expect(
        run.messages.contains("webhooks.yaml:\(line):3: error: app '1000000004' has no room for 1 webhook"))
      #expect(
        run.messages.contains(
          "and 10 stay: 'Full 0' (full-0), 'Full 1' (full-1), "), "\(run.messages)")
      #expect(
        run.messages.contains(
          "'Full 9' (full-9): not in webhooks.yaml (prune is off); delete some of them by hand, or let 'prune: true'"
            + " delete what the file doesn't list\n"), "\(run.messages)")
      let plan = await workspace.simulated("plan", "--out", workspace.directory.file("plan.json"))
      #expect(
        plan.messages == """
          webhooks.yaml:\(line):3: error: app '1000000004' has no room for 1 webhook: App Store Connect allows ten per app, and 10 stay: 'Full 0' (full-0), 'Full 1' (full-1), 'Full 2' (full-2), 'Full 3' (full-3), 'Full 4' (full-4), 'Full 5' (full-5), 'Full 6' (full-6), 'Full 7' (full-7), 'Full 8' (full-8), 'Full 9' (full-9): not in webhooks.yaml (prune is off); delete some of them by hand, or let 'prune: true' delete what the file doesn't list
            "1000000004": # an app can be named by its Apple ID, too
            ^~~~~~~~~~~~
          note: the plan isn't saved, because not every app could be planned

          """)
      #expect(
        run.output.contains(
          "\n  ! not planned  1 webhook wanted, but the 10 that stay leave too little room;"))
      #expect(run.output.contains("Applied in part: 1 of 4 apps not planned; 4 of 4 calls made."))
      let after = try workspace.fleet
      #expect(after.apps[3] == fleet.apps[3])
      #expect(after.apps[0] != fleet.apps[0])
    }
  }

  // MARK: Secrets

  @Test func aMissingSecretChangesNothing() async throws {
    try await Workspace.with { workspace in
      workspace.environment["CI_SECRET"] = nil
      workspace.environment["RELEASE_BOT_SECRET"] = ""
      let run = try await workspace.refusedApply("--yes", "--quiet")
      #expect(run.exitCode == 1)
      try Golden.check(run.transcript, named: "failures/missing-secret.txt")
      let json = try await workspace.refusedApply("--yes", "--format", "json")
      #expect(json.exitCode == 1)
      #expect(json.messages == run.messages)
      let document = try json.document()
      #expect(document.errors.count == 2)
      #expect(document.results?.isEmpty == true)
      #expect(document.steps.count == 5)
      let plan = await workspace.simulated("plan")
      #expect(plan.exitCode == 0, "a plan needs no secrets")
      #expect(plan.messages.isEmpty)
    }
  }

  @Test func secretsThatNoCallNeedsMayBeMissing() async throws {
    try await Workspace.with { workspace in
      workspace.environment["RELEASE_BOT_SECRET"] = nil
      #expect(
        await workspace.simulated(
          "apply", "--yes", "--app", "com.example.weather", "--app", "com.example.tasks"
        ).exitCode == 0)
    }
  }

  // MARK: The fleet file

  @Test(
    arguments: [
      ("{", "not valid JSON"),
      ("[]", "expected an object"),
      (#"{"apps":[{"id":"1"}]}"#, "apps[0]: the key 'bundleId' is missing"),
      (#"{"apps":[],"app":1}"#, "unknown key 'app'; the keys are apps"),
    ]) func aMalformedFleetFile(content: String, message: String) async throws
  {
    try await Workspace.with { workspace in
      try workspace.directory.write(content, to: "fleet.json")
      let run = await workspace.simulated("plan")
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      #expect(run.messages.hasPrefix("error: fleet.json"))
      #expect(run.messages.contains(message), "\(run.messages)")
      let json = await workspace.simulated("plan", "--format", "json")
      #expect(try json.document().errors.count == 1)
    }
  }

  @Test func aMissingFleetFile() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("plan", "--simulate", workspace.directory.file("none.json"))
      #expect(run.exitCode == 1)
      #expect(run.messages == "error: none.json: can't read the fleet file: No such file or directory\n")
    }
  }

  @Test func aFleetFileThatCannotBeWritten() async throws {
    try await Workspace.with { workspace in
      // Even the superuser can't replace a pipe, but everybody can plan with one.
      let pipe = workspace.directory.file("fleet.pipe")
      #expect(mkfifo(pipe, 0o600) == 0)
      let writer = try Command(
        "/bin/sh", ["-c", #"cat fleet.json > fleet.pipe"#], environment: workspace.environment,
        workingDirectory: workspace.directory.path
      ).start()
      let run = await workspace.run("apply", "--yes", "--simulate", pipe, "--concurrency", "1")
      #expect(try await writer.wait().exitCode == 0)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("  failed   create  Release bot\n"))
      #expect(run.output.contains("The simulator could not save the change"))
      #expect(run.output.contains("  skipped  modify  Crash triage\n"))
      #expect(run.output.contains("Applied in part: 0 of 5 calls made, 3 failed, 2 skipped."))
    }
  }
}
