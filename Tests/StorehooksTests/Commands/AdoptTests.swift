@testable import Reports
import AppStoreConnect
import Diagnostics
import Reconciler
import Simulator
import TestSupport
import Testing
import YAML

@testable import storehooks

/// `adopt`, the morning after somebody rightly changed things by hand.
@Suite struct AdoptTests {
  func fleet(_ workspace: Workspace, _ change: (inout Fleet) -> Void) throws {
    var fleet = try workspace.fleet
    change(&fleet)
    try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
  }

  /// Applies the sample, then changes things by hand.
  func tamper(with workspace: Workspace) async throws {
    #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
    try fleet(workspace) { fleet in
      fleet.apps[0].webhooks[0].enabled.toggle()
      fleet.apps[1].webhooks[0].url = "https://hooks.example.com/v2"
      fleet.apps[2].webhooks.removeAll { $0.name == "Release bot" }
      var added = fleet.apps[0].webhooks[0]
      (added.id, added.name, added.url) = ("added", "Made by hand", "https://triage.example.com/second")
      fleet.apps[0].webhooks.append(added)
    }
  }

  func git(_ workspace: Workspace, _ arguments: String...) async throws -> Int32 {
    try await Command(
      try #require(CommandRunner.path(of: "git")), arguments,
      environment: ["GIT_CEILING_DIRECTORIES": "/tmp"], workingDirectory: workspace.directory.path
    ).run().exitCode
  }

  @Test func fromDriftToAnEmptyPlan() async throws {
    try await Workspace.with { workspace in
      try await tamper(with: workspace)
      let before = try workspace.directory.read("webhooks.yaml")
      let arguments = ["adopt", "--simulate", "fleet.json", "--concurrency", "1"]
      let run = try await workspace.runBuilt(arguments)
      #expect(run.exitCode == 1)
      try Golden.check(run.transcript, named: "adopt/sample.txt")
      #expect(try workspace.directory.read("webhooks.yaml") == before)
      let json = try await workspace.runBuilt(arguments + ["--format", "json"])
      try Golden.check(json.transcript, named: "adopt/sample-json.txt")
      let markdown = try await workspace.runBuilt(arguments + ["--format", "markdown"])
      try Golden.check(markdown.output, named: "adopt/sample-markdown.txt")

      let whole = try await workspace.runBuilt(arguments + ["--accept-missing"])
      #expect(whole.exitCode == 0, "\(whole)")
      try workspace.directory.write(whole.output, to: "adopt.diff")
      #expect(try await git(workspace, "apply", "adopt.diff") == 0)
      #expect(await workspace.run("validate").exitCode == 0)
      let plan = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan)")
      let again = await workspace.recorded("adopt")
      #expect(again == .init(exitCode: 0, output: "", messages: "note: nothing to adopt\n"))
    }
  }

  @Test func writesTheSameAsTheDiff() async throws {
    try await Workspace.with { workspace in
      try await tamper(with: workspace)
      let run = await workspace.recorded("adopt", "--write", "--accept-missing")
      #expect(run.exitCode == 0, "\(run)")
      #expect(run.output == "Changed webhooks.yaml: 4 differences adopted.\n")
      let plan = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan)")
      #expect(
        try workspace.directory.read("webhooks.yaml").contains("# set up and looked after by the CI vendor"))
      #expect(await workspace.recorded("adopt", "--write", "--quiet").output == "")
    }
  }

  @Test func onlyWhatIsAskedFor() async throws {
    try await Workspace.with { workspace in
      try await tamper(with: workspace)
      let one = await workspace.recorded("adopt", "--webhook", "added")
      #expect(one.exitCode == 0, "\(one)")
      #expect(one.output.contains("+      Made by hand:"))
      #expect(one.output.split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
      let typo = await workspace.recorded("adopt", "--webhook", "Made by hnad")
      #expect(typo.exitCode == 64)
      #expect(
        typo.messages == "error: --webhook 'Made by hnad' matches no webhook; did you mean 'Made by hand'?\n")
      let app = await workspace.recorded("adopt", "--app", "com.example.tasks")
      #expect(app.exitCode == 0, "\(app)")
      #expect(app.output.contains("+        template: Release bot"), "\(app)")
      #expect(!app.output.contains("Made by hand"))
    }
  }

  @Test func newApps() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { fleet in
        var hook = fleet.apps[0].webhooks[0]
        (hook.id, hook.name, hook.url) = ("new", "Scratch", "https://scratch.example.com/asc")
        fleet.apps[4].webhooks = [hook]
      }
      let run = await workspace.recorded("adopt", "--app", "com.example.scratch", "--write")
      #expect(run.exitCode == 0, "\(run)")
      #expect(
        run.messages
          == "note: the secret of webhook 'Scratch' (com.example.scratch) comes from SCRATCH_SECRET now; the live one stays until 'storehooks apply --write-secrets unknown' replaces it\n"
      )
      #expect(await workspace.recorded("drift", "--all-apps").exitCode == 0)
      let plan = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan)")
      let typo = await workspace.recorded("adopt", "--app", "com.example.scrtch")
      #expect(typo.exitCode == 64)
      #expect(typo.messages == "error: --app 'com.example.scrtch' matches no app that the API key can see\n")
    }
  }

  @Test func allAppsThatNoFileLists() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { fleet in
        var hook = fleet.apps[0].webhooks[0]
        (hook.id, hook.name) = ("new", "Build status")
        hook.url = "https://triage.example.com/\(fleet.apps[4].bundleId)"
        fleet.apps[4].webhooks = [hook]
        hook.id = "bad"
        (hook.name, hook.url) = ("Odd", "ftp://example.com")
        fleet.apps[4].webhooks.append(hook)
      }
      let quiet = await workspace.recorded("adopt")
      #expect(quiet == .init(exitCode: 0, output: "", messages: "note: nothing to adopt\n"))
      let run = await workspace.recorded("adopt", "--all-apps", "--write")
      #expect(run.exitCode == 1, "one of its webhooks is left")
      #expect(
        run.messages
          == "warning: webhook 'Odd' of app 'com.example.scratch' isn't adopted: the file can't describe it: 'url' has the scheme 'ftp'\n"
      )
      #expect(await workspace.recorded("validate").exitCode == 0)
      let plan = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan)")
      let again = await workspace.recorded("adopt", "--all-apps")
      #expect(again == .init(exitCode: 0, output: "", messages: "note: nothing to adopt\n"))
    }
  }

  /// One of two files can't be written.
  @Test func allFilesOrNone() async throws {
    try await Workspace.with { workspace in
      let text = try workspace.directory.read("webhooks.yaml")
      let parts = text.split(separator: "apps:\n", maxSplits: 1)
      let first = try #require(parts.first)
      let apps = try #require(parts.last).split(separator: "\n  com.example.tasks:", maxSplits: 1)
      try workspace.directory.write("\(first)apps:\n\(apps[0])\n", to: "split/a.yaml")
      try workspace.directory.write("version: 1\napps:\n  com.example.tasks:\(apps[1])", to: "split/b.yaml")
      let files = ["-f", workspace.directory.file("split")]
      try workspace.directory.write("a-third-secret-that-is-none\n", to: "split/secrets/triage.txt")
      #expect(await workspace.recorded(["apply", "--yes", "--allow-deletes", "9"] + files).exitCode == 0)
      try fleet(workspace) { fleet in
        for index in 0..<2 { fleet.apps[index].webhooks[0].enabled.toggle() }
      }
      let a = try workspace.directory.read("split/a.yaml")
      let (old, new) = (workspace.directory.file("split/b.yaml"), workspace.directory.file("b2"))
      #expect(link(old, new) == 0)
      let refused = await workspace.recorded(["adopt", "--write"] + files)
      #expect(refused.exitCode == 1, "\(refused)")
      #expect(
        refused.messages
          == "error: can't write 'split/b.yaml': it has 2 hard links, and the others would keep the old content; nothing was written\n"
      )
      #expect(try workspace.directory.read("split/a.yaml") == a)
      unlink(new)
      let run = await workspace.recorded(["adopt", "--write"] + files)
      #expect(run.exitCode == 0, "\(run)")
      #expect(try workspace.directory.read("split/a.yaml") != a)
      #expect(await workspace.recorded(["plan", "--detailed-exitcode"] + files).exitCode == 0)
    }
  }

  @Test func aFileThatWasChangedMeanwhileIsKept() async throws {
    try await Workspace.with { workspace in
      let directory = workspace.directory
      var adoption = Adoption()
      for name in ["one.yaml", "two.yaml"] {
        try directory.write("old\n", to: name)
        adoption.files.append(
          (SourceFile(path: directory.file(name), text: "old\n"), [SourceEdit(0..<3, Array("new".utf8))]))
      }
      try directory.write("edited\n", to: "two.yaml")
      let failure = #expect(throws: CommandFailure.self) { try AdoptedFiles(adoption).write() }
      #expect(failure?.diagnostics.first?.message.contains("nothing was written") == true)
      #expect(try directory.read("one.yaml") == "old\n" && directory.read("two.yaml") == "edited\n")
    }
  }

  @Test func whatItCannotDo() async throws {
    try await Workspace.with { workspace in
      workspace.input = try workspace.directory.read("webhooks.yaml")
      let input = await workspace.simulated("adopt", "-f", "-")
      #expect(input.exitCode == 64)
      #expect(input.messages == "error: adopt needs a file that it can change\n")
      workspace.input = nil
      try workspace.directory.write("version: 1\napps: { com.example.notes: { use: [No] } }\n", to: "no.yaml")
      #expect(await workspace.simulated("adopt", "-f", workspace.directory.file("no.yaml")).exitCode == 65)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { fleet in
        var twin = fleet.apps[0].webhooks[0]
        (twin.id, twin.url) = ("twin", "https://twin.example.com/")
        fleet.apps[0].webhooks.append(twin)
        fleet.apps.removeLast(4)
      }
      workspace.environment["RELEASE_BOT_SECRET"] = "another-one-that-is-none"
      let run = await workspace.recorded("adopt")
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      try Golden.check(run.transcript, named: "adopt/left.txt")
      try fleet(workspace) { $0.apps.removeAll() }
      let blind = await workspace.recorded("adopt", "--accept-missing")
      #expect(blind.exitCode == 1)
      #expect(blind.messages == "error: the API key sees none of the file's apps: is it the right key?\n")
    }
  }
}
