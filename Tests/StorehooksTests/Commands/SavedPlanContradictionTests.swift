@testable import Reports
import Cryptography
import TestSupport
import Testing

@testable import storehooks

/// What contradicts a saved plan, and plans that were edited.
@Suite struct SavedPlanContradictionTests {
  private static func with(
    _ options: [String] = [], _ body: (Workspace, String) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Workspace.sample(in: directory)
      try directory.write("version: 1\napps: { com.example.notes: {} }\n", to: "other.yaml")
      let plan = directory.file("plan.json")
      let planned = await workspace.recorded(["plan", "--out", plan] + options)
      #expect(planned.exitCode == 0, "\(planned)")
      try await body(workspace, plan)
    }
  }

  @Test(arguments: [
    (["-f", "other.yaml"], "--file contradicts the saved plan, which was made from other files"),
    (["-f", "-"], "-f - contradicts the saved plan, which was made from files"),
    (["--app", "com.example.notes"], "--app contradicts the saved plan, which was made without it"),
    (["--write-secrets", "all"], "--write-secrets contradicts the saved plan, which was made without it"),
    (["--files-changed"], "--files-changed contradicts the saved plan, which was made without it"),
    (["--no-state"], "--no-state contradicts the saved plan, which was made with the state file 'webhooks."),
  ])
  func whatContradictsItIsAUsageError(options: [String], message: String) async throws {
    try await Self.with { workspace, plan in
      let before = try workspace.fleet
      let given = options.map { $0 == "other.yaml" ? workspace.directory.file($0) : $0 }
      let run = await workspace.recorded(["apply", plan, "--yes"] + given)
      #expect(run.exitCode == 64)
      #expect(run.messages.hasPrefix("error: " + message), "\(run.messages)")
      #expect(run.messages.hasSuffix("; leave it out, or plan again\n"))
      #expect(try workspace.fleet == before)
    }
  }

  @Test func withoutAStateFileThereIsNoneToName() async throws {
    try await Self.with(["--no-state"]) { (workspace: Workspace, plan: String) async throws in
      let run = await workspace.recorded(
        "apply", plan, "--yes", "--state", workspace.directory.file("s.json"))
      #expect(run.exitCode == 64)
      #expect(
        run.messages == """
          error: --state contradicts the saved plan, which was made without a state file; leave it out, or plan again

          """)
      #expect(await workspace.recorded("apply", plan, "--yes", "--no-state").exitCode == 0)
      #expect(!(try workspace.directory.contents().contains("webhooks.state.json")))
    }
  }

  @Test func sayingTheSameAgainIsNoContradiction() async throws {
    let options = ["--app", "*.notes", "--app", "*.weather", "--write-secrets", "all", "--files-changed"]
    try await Self.with(options) { workspace, plan in
      let again = ["--app", "*.weather", "--app", "*.notes", "--write-secrets", "all", "--files-changed"]
      let run = await workspace.recorded(["apply", plan, "--yes"] + again)
      #expect(run.exitCode == 0, "\(run)")
    }
  }

  @Test func anotherAPIIsAContradiction() async throws {
    try await Self.with { workspace, plan in
      try workspace.write(.generate(), to: "key.p8")
      let run = await workspace.run([
        "apply", plan, "--yes", "--api-url", "http://127.0.0.1:1", "--key-id", "K", "--private-key",
        workspace.directory.file("key.p8"),
      ])
      #expect(run.exitCode == 64)
      #expect(
        run.messages == """
          error: --api-url contradicts the saved plan, which was made for simulator without an issuer; leave it \
          out, or plan again

          """)
    }
  }

  @Test(arguments: [
    ("a secret's status", "\"secret\" : \"unknown\"", "\"secret\" : \"changed\""),
    ("writeSecrets", "\"writeSecrets\" : [\n\n", "\"writeSecrets\" : [\n      \"all\"\n"),
    ("a reason", "(prune)", "(it is meant)"),
    ("a warning", "\"warnings\" : [\n\n", "\"warnings\" : [ {} \n"),
    ("a count", "\"create\" : ", "\"create\" : 1"),
    ("a live webhook's ID", "8000-000000000001", "8000-000000000009"),
    ("a step's name", "\"action\" : \"delete\"", "\"action\" : \"modify\""),
    ("the policy of files", "\"filesChanged\" : false", "\"filesChanged\" : true"),
    ("a needed secret", "env RELEASE_BOT_SECRET", "env OTHER"),
    ("the layout", "{\n", "{ \n"),
    ("a key", "\"selection\"", "\"Selection\""),
    ("the digest", "\"digest\" : \"", "\"digest\" : \"0"),
  ])
  func aPlanThatWasEditedIsRefused(_ name: String, _ old: String, _ new: String) async throws {
    try await Self.with { workspace, plan in
      try workspace.edit("plan.json") { $0.replacing(old, with: new, maxReplacements: 1) }
      let before = try workspace.fleet
      let run = await workspace.recorded("apply", plan, "--yes")
      #expect(run.exitCode == 3, "\(name): \(run)")
      #expect(
        run.messages == """
          error: the saved plan is stale: 'plan.json' was edited; it must stay as 'storehooks plan' saved it
          Nothing was changed.

          """)
      #expect(try workspace.fleet == before)
    }
  }

  /// Even with a new digest, it makes no other calls than it shows.
  @Test(arguments: [
    ("a step", "\"webhook\" : \"Legacy hook\"", "\"webhook\" : \"Other hook\""),
    ("a change", "https://hooks.example.com/asc/com.example.notes", "https://evil.example.com/"),
    ("writeSecrets", "\"writeSecrets\" : [\n\n", "\"writeSecrets\" : [\n      \"all\"\n"),
    ("an app's key", "\"key\" : \"com.example.notes\"", "\"key\" : \"com.example.weather\""),
  ])
  func itsStepsAreItsCalls(_ name: String, _ old: String, _ new: String) async throws {
    try await Self.with { workspace, plan in
      try workspace.edit("plan.json") { text in
        let edited = text.replacing(old, with: new, maxReplacements: 1)
        let open = edited.replacing(
          #/"digest" : "[0-9a-f]{64}"/#, with: "\"digest\" : \"\(SealedDocument.openDigest)\"")
        return (try? SealedDocument.sealed(open)) ?? ""
      }
      let before = try workspace.fleet
      let run = await workspace.recorded("apply", plan, "--yes")
      #expect(run.exitCode == 3, "\(name): \(run)")
      #expect(!run.messages.contains("was edited"), "the digest fits: \(run.messages)")
      #expect(try workspace.fleet == before)
    }
  }

  @Test func lineBreaksAtItsEndAreNoMatter() async throws {
    try await Self.with { workspace, plan in
      try workspace.edit("plan.json") { $0 + "\n\r\n" }
      #expect(await workspace.recorded("apply", plan, "--yes").exitCode == 0)
    }
  }
}
