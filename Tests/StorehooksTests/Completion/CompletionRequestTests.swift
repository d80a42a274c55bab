@testable import Reports
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

/// The question that shell scripts ask, and the command that prints the scripts.
@Suite struct CompletionRequestTests {
  private static let file = """
    version: 1
    templates:
      shared:
        url: https://hooks.example.com/{bundleId}
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: SECRET }
      "Back\\\\slash: {bundleId}":
        url: https://b.example.com/{bundleId}
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: SECRET }
      "App {appName}":
        url: https://c.example.com/{bundleId}
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: SECRET }
    apps:
      com.example.notes:
        use: [shared, "Back\\\\slash: {bundleId}", "App {appName}"]
        webhooks:
          "-dash": { template: shared, url: https://a.example.com }
      com.example.tasks:
        use: [shared]
    """

  private func answer(_ arguments: [String], home: String? = nil) -> [String] {
    let request = CompletionRequest(["__complete"] + arguments)
    let completer = Completer(spec: .storehooks, names: CompletionNames(home: home).find(_:given:))
    return request?.answer(by: completer).split(separator: "\n").map(
      String.init) ?? []
  }

  @Test func namesAreThoseOfTheFile() throws {
    try TemporaryDirectory.with { directory in
      let path = try directory.write(Self.file, to: "a.yaml")
      #expect(
        answer(["fish", "-f", path, "plan", "--app", ""])
          == ["words", "com.example.notes\t4 webhooks", "com.example.tasks\t1 webhook"])
      // Placeholders are replaced. Names that only App Store Connect knows aren't offered, nor names that look like
      // options.
      #expect(
        answer(["zsh", "-f", path, "apply", "--write-secrets", ""])
          == [
            "words", "all", "unknown", #"Back\\slash\: com.example.notes:com.example.notes"#, "shared:2 apps",
          ])
      #expect(
        answer(["fish", "-f", path, "apply", "--app", "*.tasks", "--write-secrets", ""])
          == ["words", "all", "unknown", "shared\tcom.example.tasks"])
      let name = path.dropFirst(directory.path.count)
      #expect(
        answer(["bash", "storehooks -f ~\(name) plan --app com.example.t", ":="], home: directory.path)
          == ["words", "com.example.tasks"])
    }
  }

  @Test func whatCannotBeReadGivesNoNames() throws {
    try TemporaryDirectory.with { directory in
      let invalid = try directory.write("version: 2\n", to: "invalid.yaml")
      let pipe = directory.file("pipe")
      try #require(mkfifo(pipe, 0o600) == 0)
      for path in [invalid, pipe, directory.file("missing"), directory.path, "/dev/zero"] {
        #expect(answer(["fish", "-f", path, "plan", "--app", ""]) == ["words"], "\(path)")
      }
    }
  }

  @Test func questionsWithoutSenseGetNoAnswer() {
    for arguments in [[], ["tcsh", "x"], ["bash"]] { #expect(answer(arguments) == [], "\(arguments)") }
    #expect(answer(["zsh"]).first == "words")
    #expect(answer(["bash", "storehooks plan '\u{1B}"]) == ["words"])
    #expect(CompletionRequest(["plan", "__complete", "bash"]) == nil)
  }

  @Test func theBuiltProgramAnswersSilently() async throws {
    try await TemporaryDirectory.with { directory in
      try directory.write("version: [", to: "webhooks.yaml")
      let command = Command(
        try BuiltProduct.path(named: "storehooks"), ["__complete", "fish", "plan", "--app", ""],
        workingDirectory: directory.path)
      #expect(try await command.run() == .init(exitCode: 0, output: "words\n", errorOutput: ""))
    }
  }

  @Test(arguments: CompletionShell.allCases) func aScriptForEachShell(shell: CompletionShell) async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("completions", shell.rawValue)
      #expect(run == .init(exitCode: 0, output: shell.script(for: "storehooks"), messages: ""))
      try Golden.check(run.output, named: "completions.\(shell.rawValue)")
    }
  }

  @Test func otherShellsAreWrongUsage() async throws {
    try await Workspace.with { workspace in
      let typo = await workspace.run("completions", "bahs")
      #expect(typo.exitCode == 64 && typo.output.isEmpty)
      #expect(typo.messages == "error: 'bahs' is not a shell with completions; did you mean 'bash'?\n")
      let other = await workspace.run("completions", "powershell")
      #expect(
        other.messages
          == "error: 'powershell' is not a shell with completions; it must be one of bash, zsh, fish\n")
      let none = await workspace.run("completions")
      #expect(
        none.exitCode == 64
          && none.messages == """
            error: 'completions' needs an argument: SHELL
            Run 'storehooks help completions' for usage.

            """
      )
    }
  }
}
