@testable import Reports
import Reconciler
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What commands do with the state file, and with secrets that can't be read back.
@Suite struct StateTests {
  private static let file = """
    version: 1
    apps:
      com.example.notes:
        webhooks:
          Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: BOT } }
          Old: { url: "https://old.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: OLD } }
    """

  private static let fleet = """
    {"apps":[{"id":"1","bundleId":"com.example.notes","name":"Notes","webhooks":[{"id":"w1","name":"Old",
    "url":"https://old.example.com/","enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],"secret":"x"}]},
    {"id":"2","bundleId":"com.example.tasks","name":"Tasks","webhooks":[]}]}
    """

  private static func workspace(_ directory: TemporaryDirectory) throws -> Workspace {
    var workspace = Workspace(directory: directory)
    try directory.write(file, to: "webhooks.yaml")
    try directory.write(fleet, to: "fleet.json")
    workspace.environment = ["BOT": "not-a-secret-of-the-bot", "OLD": "not-a-secret-of-the-old-one"]
    return workspace
  }

  @Test func aSecretIsRecordedAndAChangedOneIsWritten() async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
      workspace.environment["BOT"] = "another-one-that-is-no-secret"
      let planned = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(planned.exitCode == 2)
      #expect(
        planned.output.contains(#/  ~ modify  Bot +webhooks.yaml:\d+\n      secret   changed from env BOT\n/#)
      )
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      #expect(try directory.read("fleet.json").contains("another-one-that-is-no-secret"))
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
      #expect(!(try directory.read("webhooks.state.json").contains("no-secret")))
    }
  }

  @Test func anAbsentSecretIsUnknownAndNoDifference() async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      workspace.environment = [:]
      let planned = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(planned.exitCode == 0)
      #expect(
        planned.messages.contains(
          "note: it is unknown whether 2 secrets changed (not recorded: 1; the environment variable BOT is "
            + "not"
            + " set: 1); '--write-secrets unknown' writes them\n"), "\(planned.messages)")
    }
  }

  @Test(arguments: [
    (["all"], ["Bot", "Old"]), (["unknown"], ["Old"]), (["Bot"], ["Bot"]),
    (["Bot", "unknown"], ["Bot", "Old"]),
  ])
  func writeSecretsChoosesWhichAreWritten(_ words: [String], _ written: [String]) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let applied = await workspace.recorded(
        ["apply", "--yes", "--verbose"] + words.flatMap { ["--write-secrets", $0] })
      #expect(applied.exitCode == 0)
      for name in ["Bot", "Old"] {
        #expect(
          applied.output.contains("done     modify  \(name)") == written.contains(name), "\(applied.output)")
      }
    }
  }

  @Test func aWrongNameForWriteSecretsGetsTheNearest() async throws {
    try await TemporaryDirectory.with { directory in
      let planned = try await Self.workspace(directory).recorded("plan", "--write-secrets", "unkown")
      #expect(planned.exitCode == 64)
      #expect(
        planned.messages
          == "error: --write-secrets: no webhook of the plan is named 'unkown'; did you mean 'unknown'?\n")
    }
  }

  @Test func withoutStateNothingIsRecordedOrRead() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes", "--no-state").exitCode == 0)
      #expect(throws: (any Error).self) { try directory.read("webhooks.state.json") }
      let planned = await workspace.recorded("plan", "--no-state", "--format", "json")
      #expect(planned.output.contains("\"secret\" : \"unknown\""))
      #expect(!planned.messages.contains("note"))
    }
  }

  @Test func anAppThatLeftTheFileIsPrunedOfItsManagedWebhooks() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let byHand = """
        "webhooks" : [{"id":"w9","name":"By hand","url":"https://h.example.com/","enabled":true,
        "eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],"secret":"x"},
        """
      let fleet = try directory.read("fleet.json")
      try directory.write(
        fleet.replacing("\"webhooks\" : [", with: byHand, maxReplacements: 1), to: "fleet.json")
      try directory.write("version: 1\napps: {}\n", to: "webhooks.yaml")
      let planned = await workspace.recorded("plan")
      #expect(
        planned.output.contains("- delete  Bot                  app left the file"), "\(planned.output)")
      #expect(planned.output.contains(". unmanaged  By hand              not created by Storehooks"))
      #expect(planned.output.contains("2 to delete"))
      let refused = await workspace.recorded("apply", "--yes", "--allow-deletes", "1")
      #expect(refused.exitCode == 1)
      #expect(
        refused.messages == """
          error: the plan deletes 2 webhooks, but only 1 is allowed; if that is intended, add --allow-deletes 2
          Nothing was changed.

          """)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let after = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(after.exitCode == 0)
      #expect(
        after.output.hasPrefix("No changes. 0 unchanged, 0 unmanaged. 0 requests made"), "\(after.output)")
      #expect(try directory.read("fleet.json").contains("By hand"))
    }
  }

  @Test func aFileWithoutAppsAndWithoutStateDeletesNothing() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      try directory.write("version: 1\napps: {}\n", to: "webhooks.yaml")
      let applied = await workspace.recorded("apply", "--yes")
      #expect(applied.exitCode == 0)
      #expect(applied.output.hasPrefix("No changes."))
    }
  }

  @Test func stateOfAnotherAccountIsRefusedAndKept() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let other = try directory.read("webhooks.state.json").replacing("simulator", with: "api.example.com")
      try directory.write(other, to: "webhooks.state.json")
      for command in [["plan"], ["apply", "--yes"]] {
        let run = await workspace.recorded(command)
        #expect(run.exitCode == 1)
        #expect(
          run.messages
            == "error: the state file 'webhooks.state.json' was made for api.example.com without an issuer, but this run is for simulator without an issuer; name another file with --state, or use the same credentials and API as before\n"
        )
      }
      #expect(try directory.read("webhooks.state.json") == other)
    }
  }

  @Test func twoRunsAtATimeAreRefused() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      let lock = try StateFile(path: directory.file("webhooks.state.json")).lock()
      defer { lock.release() }
      let applied = await workspace.recorded("apply", "--yes")
      #expect(applied.exitCode == 1)
      #expect(
        applied.messages.contains("\(ProcessInfo.processInfo.processIdentifier)"), "\(applied.messages)")
      #expect(await workspace.recorded("plan").exitCode == 0)
    }
  }

  @Test func aSwapIsMadeByNamesAndWritesBothSecrets() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try Self.workspace(directory)
      #expect(await workspace.recorded("apply", "--yes", "--write-secrets", "all").exitCode == 0)
      let swapped = Self.file.replacing("https://bot", with: "https://tmp").replacing(
        "https://old", with: "https://bot"
      )
      .replacing("https://tmp", with: "https://old")
      try directory.write(swapped, to: "webhooks.yaml")
      let planned = await workspace.recorded("plan")
      try Golden.check(planned.output, named: "plan-swap.txt")
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
    }
  }
}
