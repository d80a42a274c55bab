@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `drift`: what an on-call engineer reads in the morning.
@Suite struct DriftTests {
  /// Applies the sample, then changes things by hand.
  private func tamper(with workspace: Workspace) async throws {
    #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
    var fleet = try workspace.fleet
    fleet.apps[0].webhooks.removeAll { $0.name == "Release bot" }
    fleet.apps[0].webhooks[0].enabled = true
    fleet.apps[1].webhooks[0].name = "Bot \u{1B}[31m\u{202E}"
    fleet.apps[1].webhooks[1].url = "https://elsewhere.example.org/x"
    fleet.apps[1].webhooks[1].eventTypes = ["BUILD_UPLOAD_STATE_UPDATED", "SOMETHING_NEW"]
      .map(EventType.init(rawValue:))
    var added = fleet.apps[1].webhooks[1]
    (added.id, added.name, added.enabled) = ("added", "Made by hand", false)
    added.url = "https://hand.example.com/"
    fleet.apps[1].webhooks.append(added)
    added.id = "unlisted"
    fleet.apps[4].webhooks.append(added)
    fleet.apps.remove(at: 2)
    try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
  }

  @Test func success() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let before = try workspace.directory.contents()
      let run = await workspace.recorded("drift")
      #expect(
        run
          == .init(
            exitCode: 0,
            output: "No drift: 6 webhooks match the file (4 secrets not compared), 2 unmanaged."
              + " 5 requests made, 3 595 left this hour.\n", messages: ""))
      #expect(await workspace.recorded("drift", "--quiet") == .init(exitCode: 0, output: "", messages: ""))
      #expect(try workspace.directory.contents() == before)
    }
  }

  @Test func everyKindOfDifference() async throws {
    try await Workspace.with { workspace in
      try await tamper(with: workspace)
      let fleet = try workspace.directory.read("fleet.json")
      let run = await workspace.recorded("drift", "--all-apps")
      #expect(run.exitCode == 2)
      try Golden.check(run.transcript, named: "drift/all-apps.txt")
      let json = await workspace.recorded("drift", "--all-apps", "--format", "json")
      #expect(json.exitCode == 2)
      #expect(try json.document().errors.isEmpty)
      try Golden.check(json.transcript, named: "drift/all-apps-json.txt")
      let markdown = await workspace.recorded("drift", "--all-apps", "--format", "markdown")
      #expect(markdown.exitCode == 2)
      try Golden.check(markdown.output, named: "drift/all-apps-markdown.txt")
      let listed = await workspace.recorded("drift", "--quiet")
      #expect(listed.exitCode == 2)
      #expect(!listed.output.contains("com.example.scratch"))
      #expect(listed.messages.isEmpty)
      #expect(try workspace.directory.read("fleet.json") == fleet, "the edit changes nothing")
    }
  }

  @Test func color() async throws {
    try await Workspace.with { workspace in
      try await tamper(with: workspace)
      let run = await workspace.recorded("drift", "--color", "always")
      let shown = run.output.replacing("\u{1B}", with: "<ESC>")
      try Golden.check(shown, named: "drift/color.txt")
    }
  }

  @Test func aChangedSecretIsADifference() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      workspace.environment["RELEASE_BOT_SECRET"] = "a-new-value-that-is-no-secret"
      let run = await workspace.recorded("drift")
      #expect(run.exitCode == 2)
      #expect(
        run.output.contains(
          "  new secret    Release bot          webhooks.yaml:22\n"
            + "      secret   env RELEASE_BOT_SECRET now returns a different secret than was last applied\n"),
        "\(run.output)")
    }
  }

  @Test func aSecretWhoseChangeWasBrokenOffIsADifference() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try workspace.edit("webhooks.state.json") {
        $0.replacing(#/"fingerprint": "[0-9a-f]{64}"/#) { _ in
          "\"fingerprint\": \"\(String(repeating: "0", count: 64))\""
        }
      }
      let text = await workspace.recorded("drift")
      let markdown = await workspace.recorded("drift", "--format", "markdown")
      for run in [text, markdown] {
        #expect(run.exitCode == 2)
        #expect(
          run.output.contains("env RELEASE_BOT_SECRET: it is unknown whether its last change was made"),
          "\(run.output)")
      }
      #expect(text.output.contains("  changed       Release bot "), "\(text.output)")
    }
  }

  @Test func onlyAnUnlistedAppDiffers() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      var fleet = try workspace.fleet
      fleet.apps[4].webhooks = [fleet.apps[3].webhooks[0]]
      fleet.apps[4].webhooks[0].id = "unlisted"
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      #expect(await workspace.recorded("drift").exitCode == 0)
      let run = await workspace.recorded("drift", "--all-apps")
      #expect(run.exitCode == 2)
      #expect(run.messages.isEmpty, "apply wouldn't change anything")
      let one = await workspace.recorded("drift", "--all-apps", "--app", "*.scratch")
      #expect(one.exitCode == 2)
      #expect(one.output.contains("Drift: 1 additional; 0 webhooks match the file."))
      try workspace.edit("webhooks.yaml") {
        $0.replacing("policy:\n", with: "policy:\n  ignore: [{ name: Made by hand }]\n")
      }
      #expect(await workspace.recorded("drift", "--all-apps").exitCode == 0)
    }
  }

  @Test(arguments: [
    (["--app", "com.example.nots"], "of the desired-state file; did you mean 'com.example.notes'?"),
    (["--all-apps", "--app", "com.example.nots"], "that the API key can see"),
  ])
  func aSelectionOfNothing(options: [String], message: String) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated(["drift"] + options)
      #expect(run.exitCode == 64)
      #expect(run.output.isEmpty)
      let subject = "error: --app 'com.example.nots' matches no app "
      #expect(run.messages == subject + message + "\n")
      let json = await workspace.simulated(["drift", "--format", "json"] + options)
      let document = try json.document()
      #expect(document.errors.count == 1)
    }
  }

  @Test func noVisibleAppIsASuspicion() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(#"{"apps":[]}"#, to: "fleet.json")
      let run = await workspace.simulated("drift")
      #expect(run.exitCode == 2)
      #expect(run.messages == "note: the API key sees none of the file's apps: is it the right key?\n")
      #expect(run.output.contains("Drift: 4 apps gone; 0 webhooks match the file."))
    }
  }

  @Test func anInvalidFile() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("version: 1\n", to: "webhooks.yaml")
      let run = await workspace.simulated("drift")
      #expect(run.exitCode == 65)
      #expect(run.output.isEmpty)
      #expect(
        run.messages == """
          webhooks.yaml:1:1: error: 'apps' is missing; list the apps under 'apps', or write 'apps: {}' for none
          version: 1
          ^

          """)
      let json = await workspace.simulated("drift", "--format", "json")
      #expect(json.exitCode == 65)
      let document = try json.document()
      #expect(document.errors.count == 1)
      #expect(json.output.contains("\"drift\" : {"))
    }
  }

  // MARK: Over HTTP, where answers can fail

  @Test(arguments: [
    ("\"path\": \"/v1/apps/1000000002/webhooks\"", "app 'com.example.tasks' could not be read"),
    ("\"path\": \"/v1/apps/1000000005/webhooks\"", "app 'com.example.scratch' could not be read"),
    // The first looks up the apps of the file.
    ("\"path\": \"/v1/apps\", \"nth\": 2", "the account's apps could not be listed"),
  ])
  func whatCouldNotBeReadIsAFailure(match: String, message: String) async throws {
    try await Workspace.with { workspace in
      let rule = "{\"match\": {\(match)}, \"action\": {\"status\": {\"code\": 403}}}"
      try workspace.directory.write("{\"rules\": [\(rule)]}", to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let options = ["drift", "--all-apps", "--no-state", "--concurrency", "1"] + server.options
      let text = try await workspace.built(options).run()
      #expect(text.exitCode == 1, "a failure goes before differences")
      #expect(text.errorOutput.contains("error: \(message): "), "\(text.errorOutput)")
      #expect(text.output.contains("  missing       Release bot"), "the others are reported all the same")
      try await checkJSON(workspace, rule, message)
    }
  }

  private func checkJSON(_ workspace: Workspace, _ rule: String, _ message: String) async throws {
    let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
    let result = try await workspace.built(
      ["drift", "--all-apps", "--no-state", "--concurrency", "1", "--format", "json"] + server.options
    ).run()
    #expect(result.exitCode == 1)
    let run = Workspace.Run(
      exitCode: result.exitCode, output: result.output, messages: result.errorOutput)
    let errors = try run.document().errors
    #expect(errors.count == 1)
    #expect(errors.first?.message.hasPrefix(message) == true)
  }
}
