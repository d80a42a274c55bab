@testable import Reports
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `--out` of `plan` and `import` replaces, and what it writes into.
@Suite struct OutFileTests {
  private func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return status
  }

  /// Runs a command line with the built program in the folder; `$S` is the program with the sample's options.
  private func shell(_ workspace: Workspace, _ line: String) async throws -> Command.Result {
    let program = try BuiltProduct.path(named: "storehooks")
    let script = "S='\(program) --simulate fleet.json --concurrency 1'\n" + line
    return try await Command(
      "/bin/sh", ["-c", script], environment: workspace.environment,
      workingDirectory: workspace.directory.path
    ).run()
  }

  @Test func aPlanReplacesASavedPlanOnly() async throws {
    try await Workspace.with { workspace in
      let path = workspace.directory.file("plan.json")
      #expect(await workspace.simulated("plan", "--out", path).exitCode == 0)
      #expect(try status(path).st_mode & 0o777 == 0o600)
      let first = try workspace.directory.read("plan.json")
      #expect(chmod(path, 0o640) == 0)
      #expect(await workspace.simulated("plan", "--out", path, "--write-secrets", "all").exitCode == 0)
      #expect(try workspace.directory.read("plan.json") != first)
      #expect(try status(path).st_mode & 0o777 == 0o640)
      let refusal =
        "error: 'plan.json' already exists and is not a saved plan; choose another name, or use --force\n"
      for content in ["mine\n", "", "{}", #"{"formatVersion":"1","saved":null}"#] {
        try workspace.directory.write(content, to: "plan.json")
        let refused = await workspace.simulated("plan", "--verbose", "--out", path)
        #expect(refused == .init(exitCode: 1, output: "", messages: refusal), "not one request is made")
        #expect(try workspace.directory.read("plan.json") == content)
        let forced = await workspace.simulated("plan", "--out", path, "--force")
        #expect(forced.exitCode == 0)
        #expect(try workspace.directory.read("plan.json") == first)
      }
      let alone = await workspace.simulated("plan", "--force")
      #expect(alone == .init(exitCode: 64, output: "", messages: "error: --force needs --out\n"))
    }
  }

  @Test(arguments: [[], ["--force"]])
  func aPlanNeverReplacesWhatItIsMadeFrom(force: [String]) async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let folder = workspace.directory
      #expect(symlink("webhooks.yaml", folder.file("link")) == 0)
      for (name, what) in [
        ("webhooks.yaml", "the desired-state file"), ("link", "the desired-state file"),
        ("fleet.json", "the fleet file"), ("webhooks.state.json", "the state file"),
      ] {
        let before = try folder.read(name)
        let run = await workspace.recorded(["plan", "--out", folder.file(name)] + force)
        #expect(run.exitCode == 1)
        if !force.isEmpty {
          #expect(
            run.messages.contains(
              "'\(name)' is \(what) of this run and can't be replaced; choose another name\n"))
        }
        #expect(try folder.read(name) == before)
        guard what != "the desired-state file" else { continue }
        let imported = await workspace.recorded(["import", "--all-apps", "--out", folder.file(name)] + force)
        #expect(imported.exitCode == 1)
        #expect(try folder.read(name) == before)
      }
      #expect(try folder.contents().filter { $0.hasSuffix(".tmp") }.isEmpty)
    }
  }

  /// What a saved plan shows, except where it finds its files.
  private static func shown(_ plan: String) throws -> AnyJSON {
    var document = try JSONDecoder().decode([String: AnyJSON].self, from: Data(plan.utf8))
    try #require(document.removeValue(forKey: "saved") != nil)
    return .object(document)
  }

  @Test func standardOutputHoldsThePlanAlone() async throws {
    try await Workspace.with { workspace in
      let file = workspace.directory.file("plan.json")
      let shown = await workspace.recorded("plan", "--out", file)
      let saved = try Self.shown(
        workspace.directory.read("plan.json").replacing(workspace.directory.path + "/", with: ""))
      for format in ["text", "json"] {
        let run = await workspace.recorded("plan", "--out", "-", "--format", format)
        #expect(run.exitCode == 0)
        #expect(try Self.shown(run.output) == saved)
        #expect(run.messages.contains(shown.output) == (format == "text"))
        #expect(!run.messages.contains("the plan is saved"))
      }
      let piped = try await shell(workspace, "$S plan --out - > piped.json && $S apply piped.json --yes")
      #expect(piped.exitCode == 0, "\(piped.errorOutput)")
      #expect(piped.output.contains("Applied: 5 of 5 calls made."))
    }
  }

  @Test func importedToStandardOutput() async throws {
    try await Workspace.with { workspace in
      let plain = await workspace.simulated("import", "--all-apps")
      #expect(await workspace.simulated("import", "--all-apps", "--out", "-") == plain)
      #expect(await workspace.simulated("import", "--all-apps", "--out", "-", "--force") == plain)
      let names = try workspace.directory.contents()
      #expect(!names.contains("-"))
    }
  }

  @Test(arguments: ["plan", "import --all-apps"])
  func devicesPipesAndLinks(command: String) async throws {
    try await Workspace.with { workspace in
      let folder = workspace.directory
      let run = try await shell(
        workspace,
        """
        mkfifo pipe; $S \(command) --out direct || exit 11
        $S \(command) --out - > printed 2> messages || exit 10
        cat pipe > piped & $S \(command) --out pipe > /dev/null || exit 12; wait
        $S \(command) --out /dev/null || exit 13
        echo before > redirected; $S \(command) --quiet --out /dev/stdout >> redirected 2> messages || exit 14
        ln -s deep/target link; mkdir deep; $S \(command) --out link && exit 15
        $S \(command) --out link --force || exit 16
        ln -s ring ring; $S \(command) --out ring && exit 17
        ln direct other; $S \(command) --out other --force && exit 18
        $S \(command) --out deep --force && exit 19
        exit 0
        """)
      #expect(run.exitCode == 0, "\(run.errorOutput)")
      let direct = try folder.read("direct")
      #expect(!direct.isEmpty)
      // A plan without a file of its own has paths from the working directory.
      let printed = try folder.read("printed")
      #expect(try folder.read("piped") == printed)
      #expect(try folder.read("redirected") == "before\n" + printed)
      #expect(try folder.read("deep/target") == direct)
      #expect(try status(folder.file("pipe")).st_mode & S_IFMT == S_IFIFO)
      #expect(try status(folder.file("link")).st_mode & S_IFMT == S_IFLNK)
      #expect(try status("/dev/null").st_mode & S_IFMT == S_IFCHR)
      for message in [
        "'link': it is a symbolic link to something that doesn't exist",
        "'ring': Too many levels of symbolic links",
        "can't replace 'other': it has 2 hard links, and the others would keep the old content",
        "can't write 'deep': it is a folder",
      ] {
        #expect(run.errorOutput.contains(message), "\(run.errorOutput)")
      }
      #expect(try folder.contents().allSatisfy { !$0.hasSuffix(".tmp") })
    }
  }

  /// A limit on file sizes stands for a disk that fills up half-way.
  @Test func nothingIsLostWhereTheDiskFillsUp() async throws {
    try await Workspace.with { workspace in
      let folder = workspace.directory
      #expect(try await shell(workspace, "$S plan --out plan.json").exitCode == 0)
      let before = try folder.read("plan.json")
      #expect(before.utf8.count > 2048)
      let run = try await shell(
        workspace,
        """
        ulimit -f 1
        $S plan --out plan.json --write-secrets all | cat
        $S plan --out new.json --write-secrets all > /dev/null; echo $?
        $S import --all-apps --out new.yaml > /dev/null; echo $?
        """)
      #expect(run.output.hasSuffix("\n1\n1\n"), "\(run)")
      #expect(
        run.errorOutput == """
          error: the plan was not saved: can't write 'plan.json': File too large
          error: the plan was not saved: can't write 'new.json': File too large
          error: can't write 'new.yaml': File too large

          """)
      #expect(try folder.read("plan.json") == before)
      #expect(try folder.contents() == ["fleet.json", "plan.json", "secrets", "webhooks.yaml"])
    }
  }

  @Test func whatKilledRunsLeftIsRemoved() async throws {
    try await Workspace.with { workspace in
      let folder = workspace.directory
      let left = ["webhooks.state.json.1x2y3z", "plan.json.0123456789abc", "new.yaml.0123456789abc"].map {
        ".\($0).tmp"
      }
      for name in left { try folder.write("half", to: name) }
      #expect(await workspace.recorded("plan").exitCode == 0)
      #expect(try folder.contents().filter { $0.hasSuffix(".tmp") } == left.sorted(), "it locks nothing")
      #expect(await workspace.recorded("plan", "--out", folder.file("plan.json")).exitCode == 0)
      #expect(
        await workspace.recorded("import", "--all-apps", "--out", folder.file("new.yaml")).exitCode == 0)
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      #expect(try folder.contents().filter { $0.hasSuffix(".tmp") }.isEmpty)
    }
  }
}
