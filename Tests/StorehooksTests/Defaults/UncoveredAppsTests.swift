@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `drift --all-apps`: apps of the account that nothing covers.
@Suite struct UncoveredAppsTests {
  private static let line = "not covered: net.vault, in neither the file nor a default\n"

  @Test func anAppThatNothingCoversIsADifference() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      #expect(await bench.run("drift").exitCode == 0)
      let run = await bench.run("drift", "--all-apps")
      #expect(run.exitCode == 2)
      #expect(
        run.output == """
          not covered: com.example.internal, in neither the file nor a default
          \(Self.line)
          Drift: 2 apps not covered; 2 webhooks match the file, 1 unmanaged. 5 requests made, 3 595 left this hour.

          """, "\(run)")
      let json = try await bench.run("drift", "--all-apps", "--format", "json").decoded(
        as: [String: AnyJSON].self)
      #expect(json["drift"]?.entries?["differences"] == .number(2))
      for app in json["drift"]?.entries?["apps"]?.items ?? [] {
        #expect(app.entries?["standing"] == .text("unlisted") && app.entries?["covered"] == .flag(false))
        #expect(app.entries?["coveredBy"] == .null && app.entries?["differences"] == .list([]))
      }
      let junit = await bench.run("drift", "--all-apps", "--format", "junit")
      #expect(junit.output.contains("not covered: net.vault, in neither the file nor a default"))
      let markdown = await bench.run("drift", "--all-apps", "--format", "markdown")
      #expect(markdown.output.contains("### 2 apps not covered: in neither the file nor a default"))
    }
  }

  @Test func thePolicySilencesTheAppAndNotItsWebhooks() async throws {
    try await FleetBench.with { bench in
      try bench.edit("apps: {}", "apps: {}\npolicy: { ignoreApps: [net.vault, \"*.internal\"] }")
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      let run = await bench.run("drift", "--all-apps")
      #expect(run.exitCode == 0 && run.messages.isEmpty, "\(run)")
      try bench.change { $0.apps[3] = FleetBench.app("4", "net.vault", "By hand") }
      let found = await bench.run("drift", "--all-apps")
      #expect(found.exitCode == 2)
      #expect(found.output.contains("net.vault  (1004, App 4)  not in the file\n  additional"), "\(found)")
    }
  }

  @Test func withoutRulesItIsANote() async throws {
    try await FleetBench.with { bench in
      try bench.workspace.directory.write(
        "version: 1\napps: { com.example.notes: {}, com.example.tasks: { prune: false } }\n",
        to: "webhooks.yaml")
      let run = await bench.run("drift", "--all-apps")
      #expect(run.exitCode == 0)
      #expect(
        run.messages
          == "note: com.example.internal and net.vault aren't in the file and have no webhooks; list them under "
          + "policy.ignoreApps to silence this\n")
      let json = try await bench.run("drift", "--all-apps", "--format", "json").decoded(
        as: [String: AnyJSON].self)
      #expect(json["drift"]?.entries?["differences"] == .number(0))
      #expect(
        json["drift"]?.entries?["apps"]?.items?.map { $0.entries?["covered"] } == [
          .flag(false), .flag(false),
        ])
      try bench.edit("apps:", "policy: { ignoreApps: [net.*, com.example.internal] }\napps:")
      #expect(await bench.run("drift", "--all-apps").messages.isEmpty)
    }
  }

  @Test func theAccountIsListedOnce() async throws {
    try await FleetBench.with { bench in
      let run = await bench.run("drift", "--all-apps")
      #expect(run.output.contains(" 5 requests made"), "\(run)")
    }
  }
}
