import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `plan --out` and `apply PLAN`.
@Suite struct SavedPlanTests {
  @Test func aSavedPlanIsAppliedAsItWasMade() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let plan = directory.file("plan.json")
      let planned = await workspace.recorded("plan", "--out", plan)
      #expect(planned.exitCode == 0)
      #expect(
        planned.messages == """
          note: it is unknown whether 4 secrets changed (not recorded: 4); '--write-secrets unknown' writes them
          note: the plan is saved; apply it with: storehooks apply plan.json

          """)
      let applied = await workspace.recorded("apply", plan, "--yes")
      #expect(applied.exitCode == 0, "\(applied.messages)")
      #expect(applied.output.contains("Applied: 5 of 5 calls made."))
      let counts = "; 2 unchanged, 2 unmanaged. 5 calls; "
      #expect(
        planned.output.contains(counts) && applied.output.contains(counts),
        "also of apps that it leaves alone")
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func itHoldsWhatFreshJSONShowsAndNoSecret() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let fresh = await workspace.recorded("plan", "--format", "json", "--out", directory.file("plan.json"))
      let text = try directory.read("plan.json").replacing(directory.path + "/", with: "")
      var saved = try JSONDecoder().decode([String: AnyJSON].self, from: Data(text.utf8))
      let shown = try JSONDecoder().decode([String: AnyJSON].self, from: Data(fresh.output.utf8))
      #expect(saved.removeValue(forKey: "saved") != nil)
      #expect(saved == shown)
      #expect(!text.contains("that-is-none"))
      #expect(!text.contains("fingerprint"))
      #expect(text.contains("\"secretsNeeded\""))
      #expect(text.contains("env RELEASE_BOT_SECRET"))
    }
  }

  @Test(arguments: [
    (
      "a webhook was renamed by hand", "\"Legacy hook\"", "\"Legacy hook 2\"",
      "'Legacy hook 2' (0f3c6a52-0000-4000-8000-000000000002) has changed"
    ),
    ("a webhook was switched off by hand", "\"enabled\" : true", "\"enabled\" : false", "has changed"),
    ("an ID is another one", "8000-000000000001", "8000-00000000000a", "is gone"),
  ])
  func aLiveStateThatMovedMakesItStale(
    _ name: String, _ old: String, _ new: String, _ message: String
  ) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let plan = directory.file("plan.json")
      _ = await workspace.recorded("plan", "--out", plan)
      try directory.write(
        directory.read("fleet.json").replacing(old, with: new, maxReplacements: 1), to: "fleet.json")
      let before = try directory.read("fleet.json")
      let applied = await workspace.recorded("apply", plan, "--yes")
      #expect(applied.exitCode == 3, "\(name)")
      #expect(applied.messages.contains(message), "\(name): \(applied.messages)")
      #expect(applied.messages.hasSuffix("Nothing was changed.\n"))
      #expect(try directory.read("fleet.json") == before)
    }
  }

  @Test func aChangedFileMakesItStaleInJSONToo() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let plan = directory.file("plan.json")
      _ = await workspace.recorded("plan", "--out", plan)
      try directory.write(directory.read("webhooks.yaml") + "# a comment\n", to: "webhooks.yaml")
      let applied = await workspace.recorded("apply", plan, "--yes", "--format", "json")
      #expect(applied.exitCode == 3)
      let document = try JSONDecoder().decode([String: AnyJSON].self, from: Data(applied.output.utf8))
      #expect(document["errors"]?.text.contains("has changed") == true, "\(applied.output)")
    }
  }

  @Test func aChangeInAnAppThatItDoesNotTouchIsNoMatter() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let plan = directory.file("plan.json")
      _ = await workspace.recorded("plan", "--out", plan)
      let fleet = try directory.read("fleet.json")
      try directory.write(fleet.replacing("Bitrise trigger", with: "Bitrise build"), to: "fleet.json")
      #expect(await workspace.recorded("apply", plan, "--yes").exitCode == 0)
    }
  }

  @Test(arguments: [
    (nil, "'plan.json' doesn't exist; make one with: storehooks plan --out plan.json"),
    ("", "'plan.json' is not a saved plan; make one with: storehooks plan --out plan.json"),
    ("{}", "is not a saved plan"),
    ("{\"formatVersion\":\"2\"}", "is not a saved plan"),
    ("{\"formatVersion\":\"1\",\"saved\":{}}", "is not a saved plan"),
  ])
  func whatIsNoPlanIsRefused(_ content: String?, _ message: String) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      if let content { try directory.write(content, to: "plan.json") }
      let applied = await workspace.recorded("apply", directory.file("plan.json"), "--yes")
      #expect(applied.exitCode == 1)
      #expect(applied.messages.contains(message), "\(applied.messages)")
    }
  }

  @Test func aBeginnerIsToldHowToApplyAFile() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let file = await workspace.recorded("apply", directory.file("webhooks.yaml"), "--yes")
      #expect(
        file.messages
          == "error: 'webhooks.yaml' is not a saved plan; to apply a desired-state file, use: storehooks apply --file"
          + " webhooks.yaml\n")
      let folder = await workspace.recorded("apply", directory.file("secrets"), "--yes")
      #expect(folder.messages.contains("'secrets' is a folder, and not a saved plan; make one with: "))
    }
  }

  @Test func aPlanOfAnotherVersionIsStale() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let plan = directory.file("plan.json")
      _ = await workspace.recorded("plan", "--out", plan)
      let version = "\"version\" : \"\(BuildInformation.version)\""
      try directory.write(
        directory.read("plan.json").replacing(version, with: "\"version\" : \"0.0.1\""), to: "plan.json")
      let applied = await workspace.recorded("apply", plan, "--yes")
      #expect(applied.exitCode == 3)
      #expect(
        applied.messages == """
          error: the saved plan is stale: the plan was made by storehooks 0.0.1
          Nothing was changed.

          """)
    }
  }

  @Test func aPlanThatCannotBeWrittenIsAnError() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      let planned = await workspace.recorded("plan", "--out", directory.file("no/such/folder/plan.json"))
      #expect(planned.exitCode == 1)
      let message = "can't write 'no/such/folder/plan.json': No such file or directory"
      #expect(planned.messages == "error: \(message)\n", "before anything is read")
      let full = await workspace.recorded("plan", "--format", "json", "--out", "/dev/full")
      #expect(full.exitCode == 1)
      let document = try full.document()
      #expect(document.steps.count == 5, "the plan is there all the same")
      let reason = "the plan was not saved: can't write '/dev/full': No space left on device"
      #expect(document.errors.map(\.message) == [reason])
    }
  }
}
