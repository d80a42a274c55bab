@testable import Reports
import AppStoreConnect
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct ListTests {
  @Test(arguments: [40, 80, 200]) func fitsTheTerminal(width: Int) async throws {
    try await Workspace.with { workspace in
      workspace.environment["COLUMNS"] = "\(width)"
      var fleet = try workspace.fleet
      fleet.apps[0].webhooks[0].eventTypes = EventType.known
      fleet.apps[0].webhooks[1].enabled = false
      fleet.apps[1].webhooks[0].name = "東京 \u{1B}[31m"
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let run = await workspace.simulated("list", "--all-apps")
      #expect(run.exitCode == 0)
      #expect(run.messages.isEmpty)
      try Golden.check(run.output, named: "list/width-\(width).txt")
    }
  }

  @Test func withoutOptionsTheFileSaysWhichApps() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("list")
      #expect(run.exitCode == 0)
      #expect(run.output.hasSuffix("\n7 webhooks in 4 apps.\n"), "\(run.output)")
      #expect(run.output.contains("com.example.radio"))
      let all = await workspace.simulated("list", "--all-apps")
      #expect(all.output.hasSuffix("\n7 webhooks in 5 apps, 1 without any.\n"))
      let one = await workspace.simulated("list", "--app", "*.scratch")
      #expect(one == .init(exitCode: 0, output: "0 webhooks in 1 app.\n", messages: ""))
    }
  }

  @Test func withoutAFileOrOptionsThereIsNothingToList() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = Workspace(directory: directory)
      let result = try await workspace.built(["list", "--format", "json"]).run()
      #expect(result.exitCode == 64)
      #expect(
        result.errorOutput
          == "error: there is no webhooks.yaml; say which apps to list: --app or --all-apps\n")
      let run = Workspace.Run(exitCode: 64, output: result.output, messages: "")
      let document = try run.listing()
      #expect(document.errors.count == 1)
      let named = try await workspace.built(["list", "-f", "other.yaml"]).run()
      #expect(named.exitCode == 65)
      #expect(named.errorOutput.hasPrefix("error: 'other.yaml' doesn't exist"))
    }
  }

  @Test func json() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("list", "--all-apps", "--format", "json")
      #expect(run.exitCode == 0)
      try Golden.check(run.output, named: "list/all.json")
      let document = try run.listing()
      #expect(document.apps?.count == 5)
    }
  }

  @Test func anInvalidFile() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("version: 1\n", to: "webhooks.yaml")
      let run = await workspace.simulated("list", "--format", "json")
      #expect(run.exitCode == 65)
      let document = try run.listing()
      #expect(document.errors.count == 1)
    }
  }

  @Test func anAppThatIsNotThere() async throws {
    try await Workspace.with { workspace in
      try workspace.edit("webhooks.yaml") { $0.replacing("com.example.tasks:", with: "com.example.task:") }
      let run = await workspace.simulated("list")
      #expect(run.exitCode == 1)
      #expect(
        run.messages
          == "error: app 'com.example.task' could not be read: the API key doesn't see this app; did you "
          + "mean 'com.example.tasks'?\n")
      #expect(run.output.hasSuffix("\nList failed: 1 of 4 apps unread. 5 webhooks in 3 apps.\n"))
      let json = await workspace.simulated("list", "--format", "json")
      #expect(json.exitCode == 1)
      let document = try json.listing()
      #expect(document.errors.count == 1)
      #expect(document.apps?.map { $0.webhooks == nil } == [false, true, false, false])
    }
  }

  @Test func aTypoBesideAPatternThatMatches() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.simulated("list", "--app", "com.example.*", "--app", "com.exmaple.x")
      #expect(run.exitCode == 64)
      #expect(run.messages == "error: --app 'com.exmaple.x' matches no app that the API key can see\n")
    }
  }
}

/// What `list` and `import` print as JSON, as far as tests care.
struct Listing: Decodable {
  struct App: Decodable {
    struct Webhook: Decodable { var webhookId: String }
    var webhooks: [Webhook]?
  }
  var formatVersion: String
  var apps: [App]?
  var errors: [JSONDocument.Message]
}

extension Workspace.Run {
  /// The output as the document of `list` or `import`.
  func listing() throws -> Listing { try JSONDecoder().decode(Listing.self, from: Data(output.utf8)) }
}
