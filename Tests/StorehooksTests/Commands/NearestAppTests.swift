@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// An app that isn't found names the account's app that is probably meant; only then does that take one request.
@Suite struct NearestAppTests {
  @Test func theFilesBundleIDs() async throws {
    try await Workspace.with { workspace in
      let before = await workspace.simulated("plan")
      #expect(before.output.contains(" 5 requests made"))
      try workspace.edit("webhooks.yaml") { $0.replacing("com.example.tasks:", with: "com.example.task:") }
      let plan = await workspace.simulated("plan")
      #expect(plan.exitCode == 1)
      #expect(
        plan.messages.contains(
          "error: app 'com.example.task' was not found; did you mean 'com.example.tasks'?\n"),
        "\(plan.messages)")
      // One list of webhooks less, and the apps once more.
      #expect(plan.output.contains(" 5 requests made"), "\(plan.output)")
      let text = await workspace.simulated("drift")
      #expect(text.output.contains("the API key doesn't see this app; did you mean 'com.example.tasks'?"))
      for command in ["list", "ping", "deliveries"] {
        let run = await workspace.simulated(command)
        #expect(
          run.messages
            == "error: app 'com.example.task' could not be read: the API key doesn't see this app; did you mean 'com.example.tasks'?\n",
          "\(command): \(run.messages)")
      }
    }
  }

  @Test func notOneThatTheFileListsNorJustAny() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { file in
        file.replacing("apps:\n", with: "apps:\n  com.example.note: {}\n  net.nobody.knows: {}\n")
      }
      let plan = await workspace.simulated("plan")
      #expect(
        plan.messages.contains(
          "error: 2 apps were not found: com.example.note and net.nobody.knows; check the IDs"),
        "\(plan.messages)")
      #expect(!plan.messages.contains("did you mean"), "com.example.notes is listed itself: \(plan.messages)")
      // Two missing apps cost no more than one.
      #expect(plan.output.contains(" 6 requests made"), "\(plan.output)")
    }
  }

  @Test func namedOnTheCommandLine() async throws {
    try await Workspace.with { workspace in
      for command in [["list"], ["import"], ["deliveries"], ["ping"]] {
        let run = await workspace.simulated(command + ["--app", "com.exmaple.notes"])
        #expect(run.exitCode == 64)
        #expect(
          run.messages
            == "error: --app 'com.exmaple.notes' matches no app that the API key can see; did you mean "
            + "'com.example.notes'?\n", "\(command)")
      }
      let pattern = await workspace.simulated("list", "--app", "com.exmaple.*")
      #expect(pattern.messages == "error: --app 'com.exmaple.*' matches no app that the API key can see\n")
    }
  }

  @Test func withDefaultsTheAccountIsKnownAnyhow() async throws {
    try await FleetBench.with { bench in
      let before = await bench.run("plan")
      try bench.edit("apps: {}", "apps: { net.valut: {} }")
      let plan = await bench.run("plan")
      #expect(
        plan.messages == """
          webhooks.yaml:9:9: error: app 'net.valut' was not found; did you mean 'net.vault'?
          apps: { net.valut: {} }
                  ^~~~~~~~~

          """)
      func made(_ run: Workspace.Run) -> Substring? { run.output.firstMatch(of: #/\d+ requests made/#)?.0 }
      #expect(made(plan) == made(before) && made(plan) != nil)
    }
  }

  @Test func overHTTPAndIfTheAppsCannotBeListed() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { $0.replacing("com.example.tasks:", with: "com.example.task:") }
      let server = try await SimulatorProcess.start(in: workspace)
      let run = try await workspace.runBuilt(["plan", "--no-state"] + server.options)
      #expect(
        run.messages == """
          webhooks.yaml:30:3: error: app 'com.example.task' was not found; did you mean 'com.example.tasks'?
            com.example.task:
            ^~~~~~~~~~~~~~~~

          """)
      _ = try await server.stop()
      let match = #"{"method": "GET", "path": "/v1/apps", "nth": 2}"#
      let rules = #"{"rules": [{"match": \#(match), "action": {"status": {"code": 403}}}]}"#
      try workspace.directory.write(rules, to: "faults.json")
      let faulty = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let failing = try await workspace.runBuilt(["plan", "--no-state"] + faulty.options)
      #expect(
        failing.exitCode == 1
          && failing.messages == """
            webhooks.yaml:30:3: error: app 'com.example.task' was not found; check the ID, and that the API key has access to the app
              com.example.task:
              ^~~~~~~~~~~~~~~~

            """
      )
      _ = try await faulty.stop()
    }
  }
}
