import TestSupport
import Testing

@testable import storehooks

/// `plan --base`: a pull request that touches one app of forty.
@Suite struct BaseCommandTests {
  private struct Document: Decodable {
    struct App: Decodable {
      var bundleId: String?
    }
    struct Requests: Decodable {
      var made: Int
    }
    var summary: [String: Int]
    var apps: [App]
    var requests: Requests
  }

  private static func file(changed: Int? = nil, without gone: Int? = nil) -> String {
    let apps = (1...40).filter { $0 != gone }.map {
      "  com.example.a\($0): { use: [\($0 == changed ? "other" : "bot")] }"
    }
    return """
      version: 1
      templates:
        bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { file: secret.txt } }
        other: { name: bot, url: "https://other.example.com/{bundleId}", events: [BUILD_*], secret: { file: secret.txt } }
      apps:
      \(apps.joined(separator: "\n"))
      """
  }

  private static func with(_ body: (Workspace) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      let apps = (1...40).map {
        #"{"id":"\#($0)","bundleId":"com.example.a\#($0)","name":"A\#($0)","webhooks":[]}"#
      }
      try directory.write(#"{"apps":[\#(apps.joined(separator: ","))]}"#, to: "fleet.json")
      try directory.write("not-a-secret-of-the-bot", to: "secret.txt")
      try directory.write(file(), to: "webhooks.yaml")
      try directory.write(file(), to: "base/webhooks.yaml")
      let workspace = Workspace(directory: directory)
      let applied = await workspace.recorded("apply", "--yes")
      try #require(applied.exitCode == 0, "\(applied.messages)")
      try await body(workspace)
    }
  }

  @Test func oneAppOfFortyCostsTwoRequests() async throws {
    try await Self.with { workspace in
      try workspace.directory.write(Self.file(changed: 7), to: "webhooks.yaml")
      let base = workspace.directory.file("base/webhooks.yaml")
      let text = await workspace.recorded("plan", "--base", base)
      #expect(
        text.exitCode == 0 && text.output.hasPrefix("com.example.a7  (7, A7)\n  ~ modify  bot   "), "\(text)")
      #expect(text.output.contains("39 apps not compared; apply looks at all."))
      let markdown = await workspace.recorded("plan", "--base", base, "--format", "markdown")
      #expect(markdown.output.contains("39 apps not compared; apply looks at all."))
      let json = try await workspace.recorded("plan", "--base", base, "--format", "json").decoded(
        as: Document.self)
      #expect(json.apps.map(\.bundleId) == ["com.example.a7"])
      #expect(json.summary["notCompared"] == 39 && json.requests.made == 2)
      let whole = try await workspace.recorded("plan", "--format", "json").decoded(as: Document.self)
      #expect(whole.summary["notCompared"] == nil && whole.apps.count == 40 && whole.requests.made == 41)
    }
  }

  @Test func anAppThatLeftIsShown() async throws {
    try await Self.with { workspace in
      try workspace.directory.write(Self.file(without: 9), to: "webhooks.yaml")
      let run = await workspace.recorded("plan", "--base", workspace.directory.file("base"))
      #expect(run.output.hasPrefix("com.example.a9  (9, A9)\n  - delete  bot"), "\(run)")
      #expect(run.output.contains("1 to delete") && run.output.contains("39 apps not compared"))
    }
  }

  @Test func nothingDiffers() async throws {
    try await Self.with { workspace in
      let run = await workspace.recorded("plan", "--base", workspace.directory.file("base/webhooks.yaml"))
      #expect(run.exitCode == 0)
      #expect(
        run.output.hasPrefix(
          "No changes. 0 unchanged, 0 unmanaged. 40 apps not compared; apply looks at all."))
    }
  }

  @Test func aBaseThatCannotBeUsedComparesAll() async throws {
    try await Self.with { workspace in
      let directory = workspace.directory
      try directory.write("version: 2\napps: {}\n", to: "invalid.yaml")
      try directory.write(Self.file() + "\npolicy: { prune: false }\n", to: "policy.yaml")
      let notes = [
        "none.yaml": "note: every app is compared, because --base can't be used: 'none.yaml' doesn't exist\n",
        "invalid.yaml": "note: every app is compared, because --base can't be used: invalid.yaml:1: ",
        "policy.yaml": "note: every app is compared: what differs from --base concerns all of them\n",
      ]
      for (name, note) in notes {
        let run = await workspace.recorded("plan", "--base", directory.file(name))
        #expect(run.exitCode == 0 && run.messages.contains(note), "\(name): \(run.messages)")
        #expect(
          run.output.hasPrefix("No changes. 40 unchanged, 0 unmanaged. 41 requests"), "\(name): \(run.output)"
        )
      }
    }
  }

  @Test func aSavedPlanLooksAtEveryApp() async throws {
    try await Self.with { workspace in
      let run = await workspace.recorded(
        "plan", "--base", "b.yaml", "--out", workspace.directory.file("p.json"))
      #expect(run.exitCode == 64)
      #expect(
        run.messages.hasPrefix("error: --base can't be combined with --out: a saved plan looks at every app"))
    }
  }

  @Test func whatOnlyDefaultsBringInIsNotCompared() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.change { $0.apps.append(FleetBench.app("5", "com.example.weather")) }
      try bench.workspace.directory.write(FleetBench.file, to: "base/webhooks.yaml")
      let base = bench.workspace.directory.file("base")
      let run = await bench.run("plan", "--base", base)
      #expect(
        run.output.hasPrefix(
          "No changes. 0 unchanged, 0 unmanaged. 2 apps and others that only defaults bring in not compared; apply"
            + " looks at all. 0 requests"), "\(run)")
      let markdown = await bench.run("plan", "--base", base, "--format", "markdown")
      #expect(markdown.output.contains("2 apps and others that only defaults bring in not compared"))
      let json = await bench.run("plan", "--base", base, "--format", "json")
      #expect(
        json.output.contains("\"defaultsCompared\" : false")
          || json.output.contains("\"defaultsCompared\":false"))
      #expect(try json.decoded(as: Document.self).summary["notCompared"] == 2)
      try bench.workspace.directory.write("", to: "webhooks.state.json")
      let unknown = await bench.workspace.simulated("plan", "--base", base)
      #expect(
        unknown.output.contains("Apps that only defaults bring in not compared; apply looks at all."),
        "\(unknown)")
      #expect(await !bench.run("plan", "--no-state", "--format", "json").output.contains("defaultsCompared"))
    }
  }
}
