import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `apply --canary` if little or nothing can be tested, and its deletes.
@Suite struct UntestedCanaryTests {
  private static let oneTemplate = """
    version: 1
    templates:
      Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: CI_SECRET } }
    apps:
      com.example.notes: { use: [Bot] }
      com.example.tasks: { use: [Bot] }
      com.example.weather: { use: [Bot] }

    """

  /// Disabled or deleted webhooks can't be tested, so nothing shows that the rest may follow.
  @Test(arguments: ["disabled", "deleted"])
  func whatCanNotBeTestedHoldsTheOthersBack(kind: String) async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.oneTemplate, to: "webhooks.yaml")
      let server = try DeliveryServer(workspace)
      #expect(await workspace.run(["apply", "--yes"] + server.options).exitCode == 0)
      let before = server.simulator.fleet
      try workspace.edit("webhooks.yaml") { text in
        kind == "disabled"
          ? text.replacing("events:", with: "enabled: false, events:")
          : text.replacing("use: [Bot]", with: "")
      }
      let run = await workspace.run(
        CanaryApplyTests.apply + ["--quiet", "--format", "json"] + server.options)
      #expect(run.exitCode == 1, "\(run.messages)")
      let document = try run.decoded(as: CanaryApplyTests.Document.self)
      #expect(document.canary?.result == "untested")
      let first = try #require(document.canary?.changed.first)
      #expect(document.canary?.changed == [first] && document.canary?.held.count == 2)
      #expect(document.results?.map(\.status).sorted() == ["applied", "skipped", "skipped"])
      for app in server.simulator.fleet.apps {
        let old = before.apps.first { $0.id == app.id }?.webhooks
        #expect((app.webhooks == old) == (app.bundleId != first), "\(app)")
      }
      let deleted = kind == "deleted" ? "; deleted: 'Bot' of \(first)" : ""
      let back = kind == "deleted" ? ", which creates only those webhooks again that the file then has" : ""
      #expect(
        run.messages == """
          error: the canary showed nothing, because no webhook that was created or changed is enabled; \(first) has \
          been changed and stays so\(deleted); 2 other apps were left as they were; to go back, undo the change in \
          the file, and plan and apply again\(back); to go on all the same, apply again without --canary

          """)
      #expect(document.errors.count == 1)
      let rest = await workspace.run(["apply", "--yes"] + server.options)
      #expect(rest.exitCode == 0 && rest.output.contains("Applied: 2 of 2 calls made."), "\(rest)")
    }
  }

  @Test func beforeAnybodyConfirmsItSaysThatNothingCanBeTested() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(
        "version: 1\napps: { com.example.notes: {}, com.example.tasks: {} }\n", to: "webhooks.yaml")
      let run = await workspace.simulated(CanaryApplyTests.apply)
      #expect(run.exitCode == 1, "\(run.output)\(run.messages)")
      #expect(run.output.contains("held back because no test event could show whether the change works."))
      #expect(
        run.messages.contains(
          "note: no test event can show whether this plan works: it leaves no webhook that it creates or changes in"
            + " com.example.notes enabled; 1 other app will be left as it is: to change it, leave out --canary\n"
        ))
      let alone = await workspace.simulated(CanaryApplyTests.apply + ["--app", "com.example.tasks"])
      #expect(alone.exitCode == 0, "there is no other app: \(alone.messages)")
      #expect(try workspace.fleet.apps.filter { $0.webhooks.isEmpty }.count >= 2)
    }
  }

  @Test func anAppWhoseWebhooksCanBeTestedComesFirst() async throws {
    try await Workspace.with { workspace in
      let own = "webhooks: { A: { template: Bot, url: 'https://a.example.com' } }"
      try workspace.directory.write(Self.oneTemplate, to: "webhooks.yaml")
      let server = try DeliveryServer(workspace)
      #expect(await workspace.run(["apply", "--yes"] + server.options).exitCode == 0)
      try workspace.edit("webhooks.yaml") { text in
        text.replacing("tasks: { use: [Bot] }", with: "tasks: { use: [] }")
          .replacing("weather: { use: [Bot] }", with: "weather: { use: [Bot], \(own) }")
      }
      let run = await workspace.run(CanaryApplyTests.apply + ["--format", "json"] + server.options)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(try run.decoded(as: CanaryApplyTests.Document.self).canary?.apps == ["com.example.weather"])
    }
  }

  @Test func whatWasDeletedIsNamedIfTheCanaryFails() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.oneTemplate, to: "webhooks.yaml")
      let server = try DeliveryServer(workspace) { _ in .answered(status: 500, body: "") }
      let run = await workspace.run(
        ["apply", "--yes", "--canary", "1", "--app", "com.example.notes", "--app", "*", "--format", "json"]
          + server.options)
      #expect(run.exitCode == 1)
      let errors = try run.decoded(as: CanaryApplyTests.Document.self).errors.map(\.message)
      #expect(
        errors.contains { $0.hasPrefix("the canary failed") && $0.contains("; deleted: '") }, "\(errors)")
      #expect(
        errors.contains { $0.hasPrefix("webhook 'Bot' of 'com.example.notes' failed its test event") },
        "\(errors)")
    }
  }
}
