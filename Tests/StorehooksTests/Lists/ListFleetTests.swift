import Platform
@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `list` of forty apps: what a terminal shows, and what options leave of it.
@Suite struct ListFleetTests {
  @Test(arguments: [80, 120]) func everyRowHasTheHostAndTheEndOfItsURL(width: Int) async throws {
    try await FortyApps.with { workspace in
      workspace.environment["COLUMNS"] = "\(width)"
      let run = await workspace.simulated("list", "--all-apps")
      #expect(run.exitCode == 0, "\(run.messages)")
      try Golden.check(run.output, named: "list/forty-apps-\(width).txt")
      let lines = run.output.split(separator: "\n").map(String.init)
      for line in lines { #expect(TerminalText.width(of: line) <= width, "\(line)") }
      for webhook in FortyApps.fleet.apps.flatMap(\.webhooks) {
        let host = try #require(webhook.url.split(separator: "/").dropFirst().first).split(separator: ":")[0]
        let (name, end) = (webhook.name.prefix(10), webhook.url.suffix(6))
        #expect(
          lines.contains { $0.contains(name) && $0.contains(host) && $0.contains(end) }, "\(webhook.url)")
        #expect(!run.output.contains(webhook.id), "IDs are for --verbose")
      }
    }
  }

  @Test func idsAreForThoseWhoWantThem() async throws {
    try await FortyApps.with { workspace in
      let run = await workspace.simulated("list", "--app", "com.example.notes", "--verbose")
      #expect(run.output.contains("  ID\n") && run.output.contains(FortyApps.fleet.apps[0].webhooks[0].id))
    }
  }

  @Test func optionsLimitTheList() async throws {
    try await FortyApps.with { workspace in
      func list(_ options: String...) async -> String {
        let run = await workspace.simulated(["list", "--all-apps"] + options)
        #expect(run.exitCode == 0, "\(run.messages)")
        return run.output
      }
      let all = FortyApps.fleet.apps.flatMap(\.webhooks)
      let (total, apps) = ("of \(all.count) webhooks in ", " of 40 apps.\n")
      let disabled = all.count { !$0.enabled }
      #expect(await list("--disabled").contains("\n\(disabled) \(total)"))
      #expect(!(await list("--disabled").contains(" yes")))
      let builds = await list("--name", "Build*")
      #expect(builds.hasSuffix(apps) && builds.contains("\n\(all.count { $0.name == "Builds" }) \(total)"))
      #expect(await list("--name", "Build*", "--name", "Release b?t").contains("Release bot"))
      #expect(await list("--name", "build*") == "0 \(total)0\(apps)", "as they are written")
      // With or without the redundant port.
      let channel = all.count { $0.name == "Release channel" }
      for pattern in ["https://prod-37.*.example.com/*", "*.logic.example.com:443/*"] {
        #expect(await list("--url", pattern).contains("\n\(channel) \(total)"), "\(pattern)")
      }
      let crash = "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"
      let hearing = all.count { $0.eventTypes.map(\.rawValue).contains(crash) }
      #expect(await list("--event", crash).contains("\n\(hearing) \(total)"))
      #expect(await list("--event", "betaFeedbackCrashSubmissionCreated").contains("\n\(hearing) \(total)"))
      let both = await list("--event", crash, "--disabled")
      let most = all.count { !$0.enabled && $0.eventTypes.map(\.rawValue).contains(crash) }
      #expect(both.contains("\n\(most) \(total)") && !both.contains("Without webhooks"))
      let json = await list("--disabled", "--format", "json")
      let document = try Workspace.Run(exitCode: 0, output: json, messages: "").decoded(as: Document.self)
      #expect(document.total == all.count && document.apps.allSatisfy { !$0.webhooks.isEmpty })
      #expect(document.apps.flatMap(\.webhooks).count == disabled)
    }
  }

  private struct Document: Decodable {
    struct App: Decodable {
      struct Webhook: Decodable { var url: String }
      var bundleId: String
      var coveredBy: String?
      var leftAloneBy: String?
      var webhooks: [Webhook]
    }
    var total: Int?
    var apps: [App]
  }

  @Test func anEventTypeThatNobodyKnows() async throws {
    try await FortyApps.with { workspace in
      let run = await workspace.simulated("list", "--event", "BUILD_UPLOD_STATE_UPDATED", "--format", "csv")
      #expect(run.exitCode == 64 && run.output.isEmpty)
      #expect(
        run.messages
          == "error: unknown event type 'BUILD_UPLOD_STATE_UPDATED'; did you mean 'BUILD_UPLOAD_STATE_UPDATED'?\n"
      )
      var fleet = try workspace.fleet
      fleet.apps[3].webhooks[1].eventTypes = [.init(rawValue: "BUILD_UPLOD_STATE_UPDATED")]
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let live = await workspace.simulated("list", "--event", "BUILD_UPLOD_STATE_UPDATED")
      #expect(live.output.contains("\n1 of "), "App Store Connect knows it: \(live)")
    }
  }

  @Test func whatTheFileSaysOfTheApps() async throws {
    try await FortyApps.with { workspace in
      try workspace.edit("webhooks.yaml") { $0 + "forget: [com.example.tasks.enterprise]\n" }
      let run = await workspace.simulated("list", "--all-apps")
      #expect(
        run.output.contains(
          "\nWithout webhooks: com.example.tasks.enterprise (under forget), 1 app under policy.ignoreApps\n"),
        "\(run.output.suffix(300))")
      let document = try await workspace.simulated("list", "--all-apps", "--format", "json")
        .decoded(as: Document.self)
      func app(_ name: String) throws -> Document.App {
        try #require(document.apps.first { $0.bundleId == "com.example.\(name)" })
      }
      #expect(try app("notes").coveredBy == "listed" && app("travel").coveredBy == "defaults")
      #expect(try app("notes.kids").coveredBy == nil && app("notes.kids").leftAloneBy == nil)
      #expect(try app("fitness.kids").leftAloneBy == "ignoreApps")
      #expect(try app("tasks.enterprise").leftAloneBy == "forget")
      // Without options, the apps are those that the file covers in any way.
      let file = await workspace.simulated("list")
      #expect(file.output.contains(" in 29 apps") && file.output.contains(" by defaults "))
      #expect(!file.output.contains("kids") && !file.output.contains("tasks.enterprise"), "\(file.output)")
      let markdown = await workspace.simulated("list", "--all-apps", "--format", "markdown")
      #expect(markdown.output.contains("`com.example.tasks.enterprise` (under forget)"))
      #expect(
        markdown.output.contains("### `com.example.travel` · Example travel  (by defaults)\n"),
        "\(markdown.output.prefix(2_000))")
    }
  }
}
