import Simulator
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The desired-state files in `examples` do what their comments say.
@Suite struct DesiredStateExamplesTests {
  private struct Example: Sendable {
    var folder: String
    var file = "webhooks.yaml"
    /// The file whose comment at the top says what the plan is.
    var head = "webhooks.yaml"
  }

  private struct Webhook: Equatable {
    var action: String
    var name: String
  }

  private static let examples = [
    Example(folder: "one-app"), Example(folder: "many-apps"), Example(folder: "migration"),
    Example(folder: "places"), Example(folder: "fleet"),
    Example(folder: "teams", file: "webhooks", head: "webhooks/00-shared.yaml"),
  ]

  /// Lends a copy of an example's folder, with all secrets that the examples name.
  private func with(
    _ folder: String, _ body: (inout Workspace, TemporaryDirectory) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      let copy = directory.folder("example")
      try FileManager.default.copyItem(
        atPath: Workspace.root + "/examples/desired-state/" + folder, toPath: copy.path)
      try copy.write("a-secret-in-a-file-that-is-none", to: "secrets/forecast.txt")
      var workspace = Workspace(directory: copy)
      workspace.environment["TRIAGE_SECRET"] = "a-secret-that-is-none, too"
      workspace.environment["FORECAST_SECRET"] = "a-secret-that-is-none, either"
      try await body(&workspace, copy)
    }
  }

  @Test func everyFolderIsTried() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Workspace.root + "/examples/desired-state")
    #expect(folders.sorted() == Self.examples.map(\.folder).sorted())
  }

  @Test(arguments: 0..<6) func planIsAsItsCommentsSayAndConverges(index: Int) async throws {
    let example = Self.examples[index]
    try await with(example.folder) { workspace, folder in
      let file = ["-f", folder.file(example.file)]
      #expect(await workspace.run(["validate"] + file).exitCode == 0)

      let head = try folder.read(example.head)
      let plan = try await workspace.recorded(["plan", "--format", "json"] + file).document()
      let planned = plan.apps.flatMap { app in
        app.webhooks.map { Webhook(action: $0.action, name: $0.name) }
      }
      let announced = head.matches(of: #/\n#   [-+~.] ([a-z]+) +([^\n]+)/#).map {
        Webhook(action: String($0.1), name: String($0.2))
      }
      if example.folder == "fleet" {
        #expect(Self.counted(planned).sorted() == announced.map { "\($0.action) \($0.name)" }.sorted())
      } else {
        #expect(planned == announced)
      }
      let tally = try #require(head.firstMatch(of: #/\n# (Plan: [^\n]+\.)\n/#)?.1)
      #expect(await workspace.recorded(["plan"] + file).output.contains("\n\(tally) "))

      #expect(await workspace.recorded(["apply", "--yes"] + file).exitCode == 0)
      #expect(await workspace.recorded(["plan", "--detailed-exitcode"] + file).exitCode == 0)
      #expect(await workspace.recorded(["drift", "--all-apps"] + file).exitCode == 0)
    }
  }

  /// As comments at the top of files with many apps count them.
  private static func counted(_ webhooks: [Webhook]) -> [String] {
    Dictionary(grouping: webhooks) { "\($0.action) \($0.name)" }.map { webhook, same in
      "\(webhook): \(same.count) \(same.count == 1 ? "app" : "apps")"
    }
  }

  @Test func fortyAppsTakeFortyLines() throws {
    let folder = Workspace.root + "/examples/desired-state/fleet/"
    let lines = try String(contentsOfFile: folder + "webhooks.yaml", encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 41, "the last one is empty")
    #expect(try FleetFile(path: folder + "fleet.json").load().apps.count == 40)
  }

  @Test func theMigrationGoesAsItsREADMESays() async throws {
    try await with("migration") { workspace, folder in
      let imported = try folder.read("imported.yaml")
      let readme = try MarkdownDocument(text: folder.read("README.md"))
      let commands = readme.commandLines
      #expect(
        commands.compactMap(\.first) == ["import", "validate", "plan", "plan", "apply", "apply", "drift"])
      for command in commands {
        // The paths are relative to the folder.
        let arguments = command.map { word in
          ["live.yaml", "fleet.json"].contains(word) ? folder.file(word) : word == "--file" ? "-f" : word
        }
        let run = await workspace.run(arguments + (command.first == "apply" ? ["--yes"] : []))
        #expect(run.exitCode == 0, "\(command): \(run.messages)")
      }
      #expect(try folder.read("live.yaml") == imported)
      let secrets = try workspace.fleet.apps.flatMap(\.webhooks).filter { $0.name == "Crash triage" }
      #expect(secrets.count == 2)
      #expect(secrets.allSatisfy { $0.secret != nil }, "step 4 writes them")
    }
  }
}
