import TestSupport
import Testing

/// What stands between a plan and its calls.
@Suite struct ConfirmationTests {
  @Test(arguments: ["text", "json"]) func withoutATerminalItMustBeSaidBeforehand(format: String) async throws
  {
    try await Workspace.with { workspace in
      let run = try await workspace.refusedApply("--format", format, "--verbose")
      #expect(run.exitCode == 64)
      #expect(
        run.messages
          == "error: there is no terminal to ask for confirmation; run 'storehooks apply --yes'\n",
        "and no request is made")
      if format == "json" {
        #expect(try run.document().errors.count == 1)
      } else {
        #expect(run.output.isEmpty)
      }
    }
  }

  @Test(arguments: ["no", "y", "", "Yes"]) func anythingButYesChangesNothing(answer: String) async throws {
    try await Workspace.with { workspace in
      let run = try await workspace.refusedApply(answer: answer)
      #expect(run.exitCode == 1)
      #expect(
        run.messages
          == "Make these 5 calls (2 creates, 2 modifies, 1 delete) on 3 apps in the simulated fleet"
          + " 'fleet.json'? Only 'yes' goes ahead: Nothing was changed.\n")
      #expect(run.output == (await workspace.simulated("plan")).output)
      let json = try await workspace.refusedApply("--format", "json", answer: answer)
      #expect(json.exitCode == 1)
      #expect(json.messages.contains("+ create  Release bot"), "the plan is shown beside the document")
      #expect(try json.document().results?.isEmpty == true)
    }
  }

  @Test func yesAppliesIt() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("apply", answer: "yes")
      #expect(run.exitCode == 0)
      #expect(run.output.contains("Applied: 5 of 5 calls made."))
      let again = await workspace.simulated("apply", answer: "no")
      #expect(again.exitCode == 0)
      #expect(again.messages.isEmpty, "nothing to ask for")
      #expect(again.output.contains("No changes."))
    }
  }

  @Test func quietShowsResultsOnly() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("apply", "--yes", "--quiet")
      #expect(run.exitCode == 0)
      #expect(!run.output.contains("+ create"))
      #expect(run.output.contains("Applied: 5 of 5 calls made."))
      #expect(run.messages.isEmpty)
      #expect(
        await workspace.simulated("apply", "--yes", "--quiet") == .init(exitCode: 0, output: "", messages: "")
      )
    }
  }

  @Test func manyDeletesNeedToBeAllowed() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { $0.replacing("maxDeletes: 3", with: "maxDeletes: 0") }
      let message = """
        error: the plan deletes 1 webhook, but only 0 are allowed; if that is intended, add --allow-deletes 1
        Nothing was changed.

        """
      let run = try await workspace.refusedApply("--yes")
      #expect(run.exitCode == 1)
      #expect(run.messages == message)
      let json = try await workspace.refusedApply("--yes", "--format", "json")
      #expect(json.messages == message)
      #expect(try json.document().summary["delete"] == 1)
      #expect(try await workspace.refusedApply("--yes", "--allow-deletes", "0").exitCode == 1)
      #expect(await workspace.simulated("plan").exitCode == 0)
      #expect(await workspace.simulated("apply", "--yes", "--allow-deletes", "1").exitCode == 0)
    }
  }
}
