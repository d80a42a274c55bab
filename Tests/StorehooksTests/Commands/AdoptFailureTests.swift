import AppStoreConnect
import Diagnostics
import Reconciler
import Simulator
import TestSupport
import Testing
import YAML

@testable import storehooks

/// What `adopt` says and leaves if not everything can be read or written.
@Suite struct AdoptFailureTests {
  private static let head = """
    version: 1
    templates:
      Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
    apps:

    """

  private func hook(_ id: String, _ name: String, _ url: String) -> Fleet.Webhook {
    Fleet.Webhook(
      id: id, name: name, url: url, enabled: true,
      eventTypes: ["BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED", "BUILD_UPLOAD_STATE_UPDATED"].map(
        EventType.init(rawValue:)))
  }

  /// Two files with an app each, of which the second is long. In the first app one webhook more is live, in the other
  /// one has another URL.
  private func withTwoFiles(_ body: (inout Workspace) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["S": "0123456789abcdef-is-no-secret"]
      try directory.write(Self.head + "  com.example.a: { use: [Bot] }\n", to: "files/a.yaml")
      let comment = String(repeating: "# A long comment.\n", count: 100)
      try directory.write(
        "\(comment)version: 1\napps:\n  com.example.b:\n    use: [Bot]\n", to: "files/b.yaml")
      let apps = [("1", "a"), ("2", "b")].map { id, name in
        Fleet.App(
          id: "100\(id)", bundleId: "com.example.\(name)", name: name,
          webhooks: [hook("w\(id)", "Bot", "https://bot.example.com/com.example.\(name)")])
      }
      var fleet = Fleet(apps: apps)
      fleet.apps[0].webhooks.append(hook("x", "By hand", "https://hand.example.com/"))
      fleet.apps[1].webhooks[0].url = "https://bot.example.com/other"
      try FleetFile(path: directory.file("fleet.json")).save(fleet)
      try await body(&workspace)
    }
  }

  /// A limit for the size of files stands for a disk that fills up between the first file and the second.
  private func adoptOnAFullDisk(_ workspace: Workspace) async throws -> Command.Result {
    let program = try BuiltProduct.path(named: "storehooks")
    return try await Command(
      "/bin/sh",
      [
        "-c",
        "ulimit -f 1; exec '\(program)' adopt --write --accept-missing --simulate fleet.json --no-state -f files",
      ],
      environment: workspace.environment, workingDirectory: workspace.directory.path
    ).run()
  }

  @Test func theFirstFileIsChangedBackIfTheSecondCannotBeWritten() async throws {
    try await withTwoFiles { workspace in
      let folder = workspace.directory
      let before = try ["files/a.yaml", "files/b.yaml"].map(folder.read)
      let run = try await adoptOnAFullDisk(workspace)
      #expect(run.exitCode == 1 && run.output.isEmpty, "\(run)")
      #expect(
        run.errorOutput == "error: can't write 'files/b.yaml': File too large; nothing was written\n",
        "\(run)")
      #expect(try ["files/a.yaml", "files/b.yaml"].map(folder.read) == before)
      #expect(try folder.folder("files").contents() == ["a.yaml", "b.yaml"])
    }
  }

  @Test func whatCannotBeChangedBackIsNamed() async throws {
    try await withTwoFiles { workspace in
      let folder = workspace.directory
      // Too long to be written again once the webhook that isn't live is taken out.
      let long =
        "      Gone:\n        # \(String(repeating: "x", count: 900))\n        template: Bot\n"
        + "        url: https://gone.example.com/\n"
      try folder.write(
        Self.head + "  com.example.a:\n    use: [Bot]\n    webhooks:\n\(long)", to: "files/a.yaml")
      let second = try folder.read("files/b.yaml")
      let run = try await adoptOnAFullDisk(workspace)
      #expect(run.exitCode == 1, "\(run)")
      #expect(
        run.errorOutput.contains(
          "error: can't write 'files/b.yaml': File too large; 'files/a.yaml' was written and can't be changed back: run"
            + " adopt again for the rest\n"), "\(run)")
      #expect(try folder.read("files/b.yaml") == second)
      let first = try folder.read("files/a.yaml")
      #expect(first.contains("By hand:") && !first.contains("Gone"), "whole, and as it was to be: \(first)")
      let rest = await workspace.run(
        "adopt", "--write", "--simulate", folder.file("fleet.json"), "--no-state", "-f", folder.file("files"))
      #expect(rest.exitCode == 0, "\(rest)")
      #expect(try folder.read("files/b.yaml").contains("url: https://bot.example.com/other"))
    }
  }

  @Test func theOthersAreAdoptedIfAnAppCannotBeRead() async throws {
    try await withTwoFiles { workspace in
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("output")
      let before = try workspace.directory.read("files/b.yaml")
      let rule = #"{"match": {"path": "/v1/apps/1002/webhooks"}, "action": {"status": {"code": 403}}}"#
      try workspace.directory.write("{\"rules\": [\(rule)]}", to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      func adopt(_ options: String...) async throws -> Command.Result {
        try workspace.directory.write("", to: "output")
        return try await workspace.built(
          ["adopt", "--no-state", "--concurrency", "1", "-f", "files"] + options + server.options
        ).run()
      }
      let run = try await adopt("--write", "--accept-missing")
      #expect(run.exitCode == 1, "\(run)")
      #expect(run.output.contains("Changed files/a.yaml: 1 difference adopted.\n"), "\(run)")
      #expect(run.errorOutput.contains("error: app 'com.example.b' could not be read: "), "\(run)")
      #expect(!run.errorOutput.contains("nothing to adopt"))
      #expect(try workspace.directory.read("output") == "result=failed\nhas-changes=true\n")
      #expect(try workspace.directory.read("files/b.yaml") == before, "no webhook of it counts as missing")
      let again = try await adopt("--accept-missing")
      #expect(again.exitCode == 1 && !again.output.contains("--- "), "\(again)")
      #expect(try workspace.directory.read("output") == "result=failed\n", "nobody knows of b")
      let json = try await adopt("--format", "json")
      #expect(json.exitCode == 1)
      #expect(json.output.contains("app 'com.example.b' could not be read: "), "\(json)")
      let one = try await adopt("--app", "com.example.b")
      #expect(one.exitCode == 1 && one.errorOutput.contains("could not be read"), "\(one)")
    }
  }

  /// What keeps a pull request open is a change, and not what can't be one.
  @Test func aJobIsToldWhetherThereIsAChange() async throws {
    try await withTwoFiles { workspace in
      let folder = workspace.directory
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_OUTPUT"] = folder.file("output")
      func adopt(_ options: String...) async throws -> (exitCode: Int32, told: String) {
        try folder.write("", to: "output")
        let files = ["--simulate", folder.file("fleet.json"), "--no-state", "-f", folder.file("files")]
        let run = await workspace.run(["adopt"] + options + files)
        return (run.exitCode, try folder.read("output"))
      }
      #expect(try await adopt() == (0, "result=changes\nhas-changes=true\n"))
      #expect(try await adopt("--write") == (0, "result=changes\nhas-changes=true\n"))
      #expect(try await adopt("--write") == (0, "result=none\nhas-changes=false\n"))
      var fleet = try workspace.fleet
      fleet.apps[0].webhooks.removeLast()
      try FleetFile(path: folder.file("fleet.json")).save(fleet)
      #expect(try await adopt() == (1, "result=none\nhas-changes=false\n"), "what is missing is left")
      try folder.write("version: 2\n", to: "files/b.yaml")
      #expect(try await adopt() == (65, "result=failed\n"))
    }
  }
}
