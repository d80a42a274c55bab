@testable import Reports
import TestSupport
import Testing

@testable import storehooks

@Suite struct InitTests {
  @Test func writesAValidFile() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = Workspace(directory: directory)
      let result = try await workspace.built(["init"]).run()
      #expect(result.exitCode == 0)
      try Golden.check(
        result.output + result.errorOutput + "---\n" + (try directory.read("webhooks.yaml")),
        named: "init.txt")
      #expect(try directory.contents() == ["webhooks.yaml"])
      let valid = try await workspace.built(["validate"]).run()
      #expect(valid.output == "webhooks.yaml: valid, 1 app with 1 webhook.\n")
    }
  }

  @Test func everyCommentedLineIsValidToo() async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = Workspace(directory: directory)
      // Without the number signs, the file is valid, too, with one secret source at a time.
      let lines = StarterFile.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let isSetting =
          line.contains(#/^ *# ( *)("?[A-Za-z]+"?( triage)?:|- (name|apps))/#)
          && !line.contains("secret: { f")
          && !line.contains("secret: { c")
        return isSetting ? line.replacing("# ", with: "", maxReplacements: 1) : line
      }
      let file = try directory.write(lines.joined(separator: "\n"), to: "all.yaml")
      let run = await workspace.run("validate", "-f", file)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(run.output == "all.yaml: valid, 1 app with 3 webhooks, and 1 default.\n")
    }
  }

  @Test func neverReplaces() async throws {
    try await Workspace.with { workspace in
      let before = try workspace.directory.read("webhooks.yaml")
      let run = await workspace.run("init")
      #expect(
        run
          == .init(
            exitCode: 1, output: "",
            messages:
              "error: 'webhooks.yaml' already exists; edit it, or choose another name with --file\n"))
      #expect(try workspace.directory.read("webhooks.yaml") == before)
    }
  }

  @Test func namesWhatItWrote() async throws {
    try await Workspace.with { workspace in
      let file = workspace.directory.file("new.yaml")
      let run = await workspace.run("init", "-f", file)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("'storehooks plan -f new.yaml'"))
      #expect(
        run.messages
          == "note: to start from your live webhooks: storehooks import --all-apps --out new.yaml --force\n")
      let quiet = await workspace.run("init", "-f", workspace.directory.file("x.yaml"), "--quiet")
      #expect(quiet == .init(exitCode: 0, output: "", messages: ""))
    }
  }

  @Test func makesTheFolder() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("init", "-f", workspace.directory.file("conf/more/webhooks.yaml"))
      #expect(run.exitCode == 0, "\(run.messages)")
      let made = try workspace.directory.read("conf/more/webhooks.yaml")
      #expect(made.contains("version: 1"))
      let refused = await workspace.run("init", "-f", workspace.directory.file("fleet.json/webhooks.yaml"))
      #expect(
        refused.exitCode == 1 && refused.messages.hasPrefix("error: can't write 'fleet.json/webhooks.yaml': ")
      )
    }
  }

  @Test func oneFileOnly() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("init", "-f", "a.yaml", "-f", "b.yaml")
      #expect(
        run == .init(exitCode: 64, output: "", messages: "error: init writes one file; give --file once\n"))
      let json = await workspace.run("init", "--format", "json")
      #expect(json.exitCode == 64)
    }
  }

  @Test func aFolderIsNoFile() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("init", "-f", workspace.directory.file("secrets"))
      #expect(run.exitCode == 1)
      #expect(run.messages == "error: can't write 'secrets': it is a folder\n")
    }
  }
}
