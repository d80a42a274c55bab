import TestSupport
import Testing

/// `-f -`: the desired state comes from standard input.
@Suite struct StandardInputFilesTests {
  private static func with(_ body: (inout Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      workspace.input = try workspace.directory.read("webhooks.yaml")
        .replacing("secrets/triage.txt", with: workspace.directory.file("secrets/triage.txt"))
      try await body(&workspace)
    }
  }

  @Test func itIsPlannedAppliedAndLeavesNoStateFile() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let planned = await workspace.recorded("plan", "-f", "-")
      #expect(planned.exitCode == 0)
      #expect(planned.output.contains("not in <stdin> (prune)"), "\(planned)")
      let applied = await workspace.recorded("apply", "-f", "-", "--yes")
      #expect(applied.output.contains("Applied: 5 of 5 calls made."), "\(applied)")
      #expect(!(try workspace.directory.contents().contains("webhooks.state.json")))
      #expect(await workspace.recorded("plan", "--detailed-exitcode", "-f", "-").exitCode == 0)
    }
  }

  @Test func whatIsWrongIsShownWithItsPlace() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      workspace.input = "version: 1\napps: { com.example.a: { webhook: {} } }\n"
      let run = await workspace.run("validate", "-f", "-")
      #expect(run.exitCode == 65)
      #expect(
        run.messages == """
          <stdin>:2:26: error: unknown key 'webhook' in app 'com.example.a'; did you mean 'webhooks'?
          apps: { com.example.a: { webhook: {} } }
                                   ^~~~~~~

          """)
      workspace.input = "version: 1\napps: {}\n"
      #expect(
        await workspace.run("validate", "-f", "-").output
          == "standard input: valid, 0 apps with 0 webhooks.\n")
    }
  }

  @Test func itIsMergedWithFilesAndReadOnce() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      workspace.input = "version: 1\npolicy: { prune: false }\n"
      let file = workspace.directory.file("webhooks.yaml")
      let run = await workspace.recorded("plan", "-f", "-", "-f", file, "-f", "-")
      #expect(run.output.contains("(prune is off)"), "\(run)")
    }
  }

  @Test func nobodyCanConfirmAndNothingCanBeSaved() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let before = try workspace.fleet
      let asked = await workspace.recorded("apply", "-f", "-", answer: "yes")
      #expect(asked.exitCode == 64)
      #expect(
        asked.messages == "error: -f - uses standard input, so apply can't ask for confirmation; add --yes\n")
      let saved = await workspace.recorded("plan", "-f", "-", "--out", workspace.directory.file("p.json"))
      #expect(saved.exitCode == 64)
      #expect(
        saved.messages
          == "error: a plan made from standard input (-f -) can't be saved: apply couldn't read it again\n")
      #expect(try workspace.fleet == before)
    }
  }

  @Test func withAStateFileItsAppsAreRecordedAndNeverPruned() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let options = ["-f", "-", "--state", workspace.directory.file("s.json")]
      #expect(await workspace.recorded(["apply", "--yes"] + options).exitCode == 0)
      #expect(try workspace.directory.read("s.json").contains("\"listed\": \"-\""))
      workspace.input = "version: 1\napps: {}\n"
      for more in [[], ["--files-changed"]] {
        let run = await workspace.recorded(["plan", "--detailed-exitcode"] + options + more)
        #expect(run.exitCode == 0)
        #expect(
          run.messages
            == "note: com.example.notes, com.example.tasks, com.example.weather and com.example.radio came from standard input, and no given file lists them: they are left alone\n"
        )
      }
    }
  }
}
