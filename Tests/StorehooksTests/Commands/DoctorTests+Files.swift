import Cryptography
import LoopbackServer
@testable import Reports
import TestSupport
import Reconciler
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DoctorTests {
  // MARK: What is there

  @Test func whatIsNotAvailableHereIsARemark() async throws {
    try await Workspace.with { workspace in
      let marker = workspace.directory.file("started")
      try workspace.directory.write(
        """
        version: 1
        variables: { zap: { sensitive: true }, host: hooks.example.com }
        templates:
          a: { url: "https://{host}/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { command: [touch, \(marker)] } }
          b: { url: "{zap}", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { command: [no-such-program] } }
          c: { url: "https://c.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: NOT_SET } }
          d: { url: "https://d.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { file: none.txt } }
        apps: { com.example.notes: { use: [a, b, c, d] }, com.example.gone: { use: [a] } }
        """, to: "webhooks.yaml")
      let (document, exitCode) = try await Self.examine(
        workspace, ["--simulate", workspace.directory.file("fleet.json")])
      #expect(exitCode == 1 && document.failed == ["apps"])
      #expect(document["apps"]?.summary == "5 apps visible, but 1 of the file's 2 not: com.example.gone")
      #expect(document.remarks == ["variables", "secrets"])
      #expect(document["variables"]?.remedy == "set STOREHOOKS_VAR_ZAP where 'plan' and 'apply' run")
      let secrets = try #require(document["secrets"]?.summary)
      #expect(secrets.hasPrefix("3 of 4 sources not available here: "), "\(secrets)")
      #expect(secrets.contains("(no such program)") && secrets.contains("NOT_SET is not set"))
      #expect(try !workspace.directory.contents().contains("started"), "programs aren't started")
    }
  }

  @Test func theStateFile() async throws {
    try await Workspace.with { workspace in
      workspace.clock.stand(at: OneCauseTests.now)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      workspace.clock.stand(at: OneCauseTests.now.addingTimeInterval(76 * 3_600))
      let simulate = ["--simulate", workspace.directory.file("fleet.json")]
      let (applied, _) = try await Self.examine(workspace, simulate)
      let summary = try #require(applied["state"]?.summary)
      #expect(
        summary.hasSuffix(
          ": 6 webhooks in 4 apps, for simulator without an issuer, last changed "
            + "\(LocalTime(date: OneCauseTests.now)) (3 d 4 h ago)"), "\(summary)")

      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in .answer }
      defer { server.stop() }
      let (other, failed) = try await Self.examine(workspace, ["--api-url", server.url])
      #expect(failed == 1 && other.failed == ["state"])
      #expect(other["state"]?.summary.contains("was made for simulator") == true)
      #expect(other["state"]?.remedy?.hasPrefix("name another file with --state") == true)

      try workspace.directory.write("{", to: "webhooks.state.json")
      let (damaged, _) = try await Self.examine(workspace, simulate)
      #expect(damaged.failed == ["state"] && damaged["state"]?.summary.contains("is damaged") == true)
    }
  }

  @Test func aLockedStateFile() async throws {
    try await Workspace.with { workspace in
      let simulate = ["--simulate", workspace.directory.file("fleet.json")]
      let file = StateFile(path: workspace.directory.file("webhooks.state.json"))
      // A process that was killed leaves a file and no lock.
      let lockFile = try workspace.directory.write("2147483647\n", to: ".webhooks.state.json.lock")
      let (free, _) = try await Self.examine(workspace, simulate)
      #expect(free["state"]?.status == "pass" && free.remarks.isEmpty, "\(free.checks)")
      #expect(try workspace.directory.read(".webhooks.state.json.lock") == "2147483647\n")

      let lock = try file.lock()
      defer { lock.release() }
      let since = OneCauseTests.now
      try FileManager.default.setAttributes([.modificationDate: since], ofItemAtPath: lockFile)
      workspace.clock.stand(at: since.addingTimeInterval(300))
      let (held, exitCode) = try await Self.examine(workspace, simulate)
      #expect(exitCode == 0 && held.remarks == ["state"], "\(held.checks)")
      #expect(
        held["state"]?.summary.hasSuffix(
          "webhooks.state.json yet: the first 'apply' writes it; another run of storehooks, process \(getpid()), has "
            + "locked it since \(LocalTime(date: since)) (5 min ago)") == true, "\(held.checks)")
      #expect(held["state"]?.remedy == "wait for it to finish")
    }
  }

  @Test func whatDoesNotFitTogether() async throws {
    try await Workspace.with { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in .answer }
      defer { server.stop() }
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")
      let key = workspace.directory.file("key.p8")
      let uuid = SimulatorProcess.issuerID
      let cases: [([String], String?)] = [
        (["--key-id", "ABCDE12345"], "an ID of 10 characters is a team key's, but there is no issuer ID"),
        (["--key-id", "ABCDE1234567"], nil), (["--key-id", "ABCDE12345", "--issuer-id", uuid], nil),
        (
          ["--key-id", "ABCDE1234567", "--issuer-id", uuid],
          "an ID of 12 characters is an individual key's, but there is an issuer ID"
        ),
        (["--key-id", "ABCDE12345", "--issuer-id", "not-a-uuid"], "the issuer ID isn't a UUID"),
      ]
      for (options, words) in cases {
        let (document, exitCode) = try await Self.examine(
          workspace, ["--api-url", server.url, "--no-state", "--private-key", key] + options)
        #expect(exitCode == 0, "a remark is no failure")
        #expect(document["key"]?.status == (words == nil ? "pass" : "warn"), "\(options)")
        if let words { #expect(document["key"]?.summary.hasPrefix(words) == true) }
      }
      #expect(chmod(key, 0o644) == 0)
      let (open, _) = try await Self.examine(
        workspace,
        [
          "--api-url", server.url, "--no-state", "--private-key", key, "--key-id", "ABCDE12345",
          "--issuer-id", uuid,
        ])
      #expect(open.remarks == ["key-file"] && open["key-file"]?.remedy?.hasPrefix("run chmod 600 ") == true)
    }
  }
}
