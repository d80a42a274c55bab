@testable import Reports
import AppStoreConnect
import Cryptography
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a pull request can make `plan` do in a job that has the API key.
@Suite struct NoSecretsTests {
  private static func file(_ secret: String, apps: String = "com.example.notes") -> String {
    """
    version: 1
    apps:
      \(apps):
        webhooks:
          Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: \(secret) }
    """
  }

  private static let fleet = """
    {"apps":[{"id":"1","bundleId":"com.example.notes","name":"Notes","webhooks":[]},
    {"id":"2","bundleId":"com.example.tasks","name":"Tasks","webhooks":[]}]}
    """

  /// A workspace in which everything is applied and recorded, after which the secret's source is replaced.
  private static func workspace(_ directory: TemporaryDirectory, source: String) async throws -> Workspace {
    var workspace = Workspace(directory: directory)
    workspace.environment["BOT"] = "not-a-secret-of-the-bot"
    try directory.write(file("{ env: BOT }"), to: "webhooks.yaml")
    try directory.write(fleet, to: "fleet.json")
    let applied = await workspace.recorded("apply", "--yes")
    try #require(applied.exitCode == 0, "\(applied.messages)")
    try directory.write(file(source), to: "webhooks.yaml")
    return workspace
  }

  private func command(_ script: String) -> String { "{ command: [sh, -c, '\(script)'] }" }

  @Test func noProgramIsStarted() async throws {
    try await TemporaryDirectory.with { directory in
      let script = "touch \(directory.file("ran")); echo not-a-secret-of-the-bot"
      let workspace = try await Self.workspace(directory, source: command(script))
      for format in ["text", "json", "markdown"] {
        #expect(await workspace.recorded("plan", "--no-secrets", "--format", format).exitCode == 0)
      }
      let saved = await workspace.recorded("plan", "--no-secrets", "--out", directory.file("plan.json"))
      #expect(saved.exitCode == 0)
      let written = await workspace.recorded("plan", "--no-secrets", "--write-secrets", "all")
      #expect(written.exitCode == 0 && written.output.contains("set from command sh"))
      #expect(!FileManager.default.fileExists(atPath: directory.file("ran")))
      #expect(await workspace.recorded("plan").exitCode == 0)
      #expect(FileManager.default.fileExists(atPath: directory.file("ran")), "this is what the option is for")
    }
  }

  @Test func noSecretIsReadThoughItIsThere() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try await Self.workspace(directory, source: "{ env: BOT }")
      let planned = await workspace.recorded("plan", "--no-secrets", "--format", "json")
      #expect(planned.output.contains(#""secret" : "unknown""#))
      #expect(
        planned.messages == "note: it is unknown whether 1 secret changed: --no-secrets reads none\n")
      #expect(
        await workspace.recorded("plan", "--format", "json").output.contains(#""secret" : "unchanged""#))
    }
  }

  /// The state file still counts, because a reviewer has to see what the merge deletes.
  @Test func whatLeavesTheFileIsShown() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try await Self.workspace(directory, source: "{ env: BOT }")
      try directory.write(Self.file("{ env: BOT }", apps: "com.example.tasks"), to: "webhooks.yaml")
      let planned = await workspace.recorded("plan", "--no-secrets")
      #expect(planned.exitCode == 0)
      try Golden.check(planned.output, named: "plan-no-secrets.txt")
    }
  }

  /// An interrupted write is on record, so nothing has to be read to see it.
  @Test func aSecretWhoseChangeWasBrokenOffIsPlanned() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = try await Self.workspace(directory, source: "{ env: BOT }")
      try workspace.edit("webhooks.state.json") { text in
        text.replacing(#/[0-9a-f]{64}/#, with: String(repeating: "0", count: 64))
      }
      let planned = await workspace.recorded("plan", "--no-secrets", "--detailed-exitcode")
      #expect(planned.exitCode == 2, "\(planned.output)\(planned.messages)")
      #expect(planned.output.contains("secret   changed from env BOT"))
    }
  }

  @Test(arguments: [["apply", "--yes"], ["drift"], ["validate"]]) func onlyPlanHasIt(command: [String])
    async throws
  {
    try await TemporaryDirectory.with { directory in
      let run = await Workspace(directory: directory).run(command + ["--no-secrets"])
      #expect(run.exitCode == 64)
    }
  }
}
