@testable import Reports
import TestSupport
import Testing

@testable import storehooks

/// Where a saved plan finds its files and its state file.
@Suite struct SavedPlanPlacesTests {
  /// The sample in a folder `conf` with the fleet file above it.
  private static func with(_ body: (Workspace, TemporaryDirectory) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = try Workspace.sample(in: directory)
      for file in ["webhooks.yaml", "secrets/triage.txt"] {
        try directory.write(directory.read(file), to: "conf/" + file)
        try directory.remove(file)
      }
      workspace.environment["TZ"] = "UTC"
      try await body(workspace, directory)
    }
  }

  private static func isApplied(_ run: Workspace.Run) {
    #expect(run.exitCode == 0 && run.output.contains("Applied: 5 of 5 calls made."), "\(run)")
  }

  @Test func itKnowsItsFilesFromAnyFolder() async throws {
    try await Self.with { workspace, directory in
      let planned = try await workspace.runBuilt(
        "plan", "-f", "conf/webhooks.yaml", "--state", "conf/st.json", "--out", "conf/p.json", "--simulate",
        "fleet.json")
      #expect(planned.exitCode == 0, "\(planned)")
      let plan = try directory.read("conf/p.json")
      #expect(plan.contains("\"base\" : \"plan\"") && plan.contains("\"st.json\""), "\(plan)")
      try directory.write("", to: "elsewhere/x")
      var there = Workspace(directory: directory.folder("elsewhere"))
      there.environment = workspace.environment
      Self.isApplied(
        try await there.runBuilt("apply", "../conf/p.json", "--yes", "--simulate", "../fleet.json"))
      #expect(try directory.contents() == ["conf", "elsewhere", "fleet.json", "secrets"])
      #expect(try directory.folder("conf").contents() == ["p.json", "secrets", "st.json", "webhooks.yaml"])
    }
  }

  @Test func onStandardOutputItsPathsAreThoseOfTheWorkingDirectory() async throws {
    try await Self.with { workspace, directory in
      let planned = try await workspace.runBuilt(
        "plan", "-f", "conf/webhooks.yaml", "--no-state", "--out", "-", "--simulate", "fleet.json")
      #expect(planned.output.contains("\"base\" : \"workingDirectory\""), "\(planned)")
      try directory.write(planned.output, to: "elsewhere/p.json")
      Self.isApplied(
        try await workspace.runBuilt("apply", "elsewhere/p.json", "--yes", "--simulate", "fleet.json"))
      #expect(
        !(try directory.contents().contains("webhooks.state.json")), "there was none, and there is none")
    }
  }

  @Test func filesAndStateMayHaveMoved() async throws {
    try await Self.with { workspace, directory in
      let conf = directory.folder("conf")
      let made = await workspace.recorded(
        "apply", "--yes", "-f", conf.file("webhooks.yaml"), "--state", conf.file("s.json"), "--app",
        "com.example.notes")
      #expect(made.exitCode == 0)
      let planned = await workspace.recorded(
        "plan", "-f", conf.file("webhooks.yaml"), "--state", conf.file("s.json"), "--out", conf.file("p.json")
      )
      #expect(planned.exitCode == 0)
      for file in ["webhooks.yaml", "secrets/triage.txt", "s.json", "p.json"] {
        try directory.write(conf.read(file), to: "new/" + file)
        try conf.remove(file)
      }
      // Beside the plan everything is found.
      let new = directory.folder("new")
      try new.write(new.read("p.json"), to: "far/away/p.json")
      let lost = await workspace.recorded("apply", new.file("far/away/p.json"), "--yes", "-f", "x.yaml")
      #expect(lost.exitCode == 65)
      let applied = await workspace.recorded(
        "apply", new.file("far/away/p.json"), "--yes", "-f", new.file("webhooks.yaml"), "--state",
        new.file("s.json"))
      #expect(applied.exitCode == 0, "\(applied)")
    }
  }

  @Test func anotherStateFileIsNotTakenForItsOwn() async throws {
    try await Self.with { workspace, directory in
      let file = ["-f", directory.file("conf/webhooks.yaml")]
      let other = directory.file("other.json")
      for state in ["s.json", "other.json"] {
        let made = await workspace.recorded(
          ["apply", "--yes", "--app", "com.example.notes", "--state", directory.file(state)] + file)
        #expect(made.exitCode == 0)
      }
      let plan = directory.file("p.json")
      let planned = await workspace.recorded(
        ["plan", "--state", directory.file("s.json"), "--out", plan] + file)
      #expect(planned.exitCode == 0)
      let before = try directory.read("fleet.json")
      let named = await workspace.recorded("apply", plan, "--yes", "--state", other, "-f", file[1])
      #expect(named.exitCode == 64)
      #expect(
        named.messages.hasPrefix(
          "error: --state contradicts the saved plan, which was made with another state"))
      try directory.write(directory.read("other.json"), to: "s.json")
      let replaced = await workspace.recorded("apply", plan, "--yes", "-f", file[1])
      #expect(replaced.exitCode == 3)
      #expect(
        replaced.messages.contains("'s.json' is not the one that the plan was made with"), "\(replaced)")
      try directory.remove("s.json")
      let gone = await workspace.recorded("apply", plan, "--yes", "-f", file[1])
      #expect(gone.exitCode == 3)
      #expect(
        gone.messages == """
          error: the saved plan is stale: the state file 's.json' is gone
          Nothing was changed.

          """)
      #expect(try directory.read("fleet.json") == before)
    }
  }

  @Test func aFolderThatHasAnotherFileMakesItStale() async throws {
    try await Self.with { workspace, directory in
      let plan = directory.file("p.json")
      #expect(
        await workspace.recorded("plan", "-f", directory.file("conf"), "--out", plan).exitCode == 0)
      try directory.write("version: 1\napps: {}\n", to: "conf/more.yaml")
      let run = await workspace.recorded("apply", plan, "--yes", "-f", directory.file("conf"))
      #expect(run.exitCode == 3)
      #expect(
        run.messages == """
          error: the saved plan is stale: 'conf/more.yaml' is new
          Nothing was changed.

          """)
    }
  }

  @Test func whatAnotherFileHasTakenOverIsNotPruned() async throws {
    try await Self.with { workspace, directory in
      let (yaml, plan) = (directory.file("a.yaml"), directory.file("p.json"))
      let state = ["--state", directory.file("s.json")]
      let app = """
        version: 1
        apps:
          com.example.tasks:
            webhooks:
              Bot: { url: "https://b.example.com", events: [BUILD_*], secret: { env: CI_SECRET } }

        """
      try directory.write(app, to: "a.yaml")
      #expect(await workspace.recorded(["apply", "--yes", "-f", yaml] + state).exitCode == 0)
      try directory.write("version: 1\napps: {}\n", to: "a.yaml")
      let planned = await workspace.recorded(["plan", "-f", yaml, "--out", plan] + state)
      #expect(planned.output.contains("1 to delete"), "\(planned)")
      try directory.write(app, to: "b.yaml")
      #expect(
        await workspace.recorded(["apply", "--yes", "-f", directory.file("b.yaml")] + state).exitCode == 0)
      let run = await workspace.recorded("apply", plan, "--yes", "-f", yaml)
      #expect(run.exitCode == 3)
      #expect(
        run.messages == """
          error: the saved plan is stale: com.example.tasks: the state file now disagrees about which webhooks are managed
          Nothing was changed.

          """)
    }
  }
}
