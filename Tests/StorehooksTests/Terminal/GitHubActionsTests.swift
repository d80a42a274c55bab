import Diagnostics
@testable import Reports
import Simulator
import TestSupport
import Testing
import YAML

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What jobs of GitHub Actions read, and that nobody else can write it.
@Suite struct GitHubActionsTests {
  private static func annotations(_ diagnostics: Diagnostic..., workspace: String = "") throws -> String {
    let github = try #require(
      GitHubActions(environment: ["GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": workspace]))
    return github.annotations(diagnostics)
  }

  private static func range(_ path: String) -> SourceRange {
    SourceRange(
      file: SourceFile(path: path, text: "a\n"), start: SourcePosition(line: 1, column: 2),
      end: SourcePosition(line: 1, column: 3))
  }

  @Test func elsewhereThereIsNothing() {
    #expect(GitHubActions(environment: [:]) == nil)
    #expect(GitHubActions(environment: ["GITHUB_ACTIONS": "false"]) == nil)
  }

  @Test(arguments: [
    ("a", "::error::a\n"),
    ("50 % off", "::error::50 %25 off\n"),
    ("%0A::add-mask::x", "::error::%250A::add-mask::x\n"),
    ("a\n::set-output name=x::y\r\n##[error]", "::error::a\\n::set-output name=x::y\\r\\n## [error]\n"),
    ("a: b, c", "::error::a: b, c\n"), ("\u{D4E}%0A", "::error::\u{D4E}%250A\n"),
  ])
  func aMessageStaysInItsLine(message: String, annotation: String) throws {
    #expect(try Self.annotations(.error(message, at: nil)) == annotation)
  }

  @Test(arguments: [
    ("webhooks.yaml", "webhooks.yaml"), ("a,line=9::x.yaml", "a%2Cline=9%3A%3Ax.yaml"),
    ("a\nb%.yaml", "a\\nb%25.yaml"), ("\u{D4E},\u{D4E}:", "\u{D4E}%2C\u{D4E}%3A"),
  ])
  func aPathStaysInItsPlace(path: String, shown: String) throws {
    #expect(
      try Self.annotations(.warning("w", at: Self.range(path), remedy: "r"))
        == "::warning file=\(shown),line=1,col=2::w; r\n")
  }

  @Test(arguments: [
    ("/home/work/repo/conf/a.yaml", "conf/a.yaml"), ("/home/work/repo/./x/../a.yaml", "a.yaml"),
    ("/home/work/repository/a.yaml", "/home/work/repository/a.yaml"), ("/etc/a.yaml", "/etc/a.yaml"),
  ])
  func pathsAreThoseOfTheRepository(path: String, shown: String) throws {
    let text = try Self.annotations(.error("e", at: Self.range(path)), workspace: "/home/work/repo/")
    #expect(text == "::error file=\(shown),line=1,col=2::e\n")
  }

  @Test(arguments: [
    ("a\n  ::error::x\n", "a\n  \\::error::x\n"), ("::x", "\\::x"), ("a ::b", "a ::b"),
    ("name: '##[set-output name=x]y'", "name: '## [set-output name=x]y'"), ("", ""),
    ("\u{D4E}##[error]x", "\u{D4E}## [error]x"), ("a\r\n::\u{301}x", "a\r\n\\::\u{301}x"),
    ("a\r::x", "a\r\\::x"), ("::::x", "\\::::x"),
  ])
  func foreignLinesAreNoCommands(text: String, shown: String) {
    #expect(LogCommand.inert(text) == shown)
  }

  /// Names that the runner would obey, in any format and on either stream.
  @Test func namesAreObeyedInNoFormat() async throws {
    let names = [
      "##[error]x", "a ##[group]", "::warning::x", "###[set-env name=A]b", "##[", "\t##[x]",
      "x\n::stop-commands::y",
    ]
    try await withJob { workspace in
      var fleet = try workspace.fleet
      for index in fleet.apps.indices {
        fleet.apps[index].name = names[index % names.count]
        for (number, name) in names.enumerated() where fleet.apps[index].webhooks.count < 10 {
          fleet.apps[index].webhooks.append(
            .init(
              id: "w\(index)-\(number)", name: name, url: "https://a.example/##[error]\(number)",
              eventTypes: [.init(rawValue: "##[debug]")]))
        }
      }
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let invocations: [([String], [String])] = [
        (["plan"], ["text", "json", "markdown"]),
        (["drift", "--all-apps"], ["text", "json", "markdown", "junit"]),
        (["list", "--all-apps"], ["text", "json", "markdown"]),
        (["import", "--all-apps"], ["text", "json"]),
        (["ping", "--app", "*"], ["text", "json"]), (["deliveries", "--app", "*"], ["text", "json"]),
        (["apply", "--yes", "--allow-deletes", "100"], ["text"]),
        (["plan", "--app", "##[error]x"], ["text", "json"]),
      ]
      for (arguments, formats) in invocations {
        for format in formats {
          let run = await workspace.simulated(arguments + ["--format", format])
          for text in [run.output, run.messages] {
            #expect(!text.contains("##["), "\(arguments) \(format): \(text)")
          }
          for line in run.output.split(whereSeparator: \.isNewline) {
            #expect(!line.drop(while: \.isWhitespace).hasPrefix("::"), "\(arguments) \(format): \(line)")
          }
          #expect(!run.messages.split(separator: "\n").contains { $0.hasPrefix("::warning::x") })
          if format == "json" { _ = try run.decoded(as: AnyJSON.self) }
        }
      }
    }
  }

  @Test func documentsMeanTheSame() throws {
    let names = ["##[error]x", "####[[", "# #[", "::a"]
    let json = JSONText.printable(String(decoding: try JSONEncoder().encode(names), as: UTF8.self))
    #expect(!json.contains("##["))
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == names)
    #expect(json.contains(##""# #[","::a""##), "what is harmless stays as it is")
    var value = YAMLValue.text("a ##[error]x")
    value.remark = "##[r]"
    let yaml = YAMLWriter().document([.init("##[k]", value)], comments: ["##[c]"])
    #expect(!yaml.contains("##["), "\(yaml)")
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: yaml))
    #expect(diagnostics.isEmpty && root?["##[k]"]?.text == "a ##[error]x")
  }

  /// Lends a folder in which commands seem to run in a job.
  private func withJob(_ body: (inout Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_WORKSPACE"] = workspace.directory.path
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
      workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("output")
      try await body(&workspace)
    }
  }

  @Test func aPlanSetsOutputsAndIsSummarized() async throws {
    try await withJob { workspace in
      try workspace.directory.write("mine=1\n", to: "output")
      try workspace.directory.write("# Before\n\n", to: "summary.md")
      let plan = await workspace.simulated("plan")
      #expect(plan.exitCode == 0)
      #expect(plan.output.hasPrefix("com.example.notes  ("), "standard output is as ever")
      #expect(
        try workspace.directory.read("output")
          == "mine=1\nresult=changes\nhas-changes=true\ncreate=2\nmodify=2\ndelete=1\nforget=0\n")
      let markdown = await workspace.simulated("plan", "--format", "markdown").output
      let summary = try workspace.directory.read("summary.md").replacing(
        workspace.directory.path + "/", with: "")
      #expect(summary == "# Before\n\n\(markdown)\n\(markdown)\n")
      #expect(await workspace.simulated("apply", "--yes", "--format", "json").exitCode == 0)
      #expect(try workspace.directory.read("summary.md").contains("**Applied:** 5 of 5 calls made."))
      try workspace.directory.write("", to: "output")
      #expect(await workspace.simulated("drift").exitCode == 0)
      #expect(
        try workspace.directory.read("output")
          == "result=none\nhas-changes=false\ncreate=0\nmodify=0\ndelete=0\nforget=0\n")
      #expect(
        try workspace.directory.read("summary.md").contains("**No drift:** 6 webhooks match the file"))
    }
  }

  @Test func aLineThatAnotherCommandHasBegunIsEndedFirst() async throws {
    try await withJob { workspace in
      try workspace.directory.write("foo=bar", to: "output")
      try workspace.directory.write("# Before", to: "summary.md")
      #expect(await workspace.simulated("plan").exitCode == 0)
      let output = try workspace.directory.read("output")
      #expect(output.hasPrefix("foo=bar\nresult=changes\nhas-changes=true\ncreate=2\n"), "\(output)")
      #expect(try workspace.directory.read("summary.md").hasPrefix("# Before\n**Plan:**"))
      #expect(await workspace.simulated("plan").exitCode == 0)
      #expect(
        try workspace.directory.read("output").split(separator: "\n").count == 13, "no empty lines between")
      #expect(try !workspace.directory.read("output").contains("\n\n"))
    }
  }

  @Test func errorsAreAnnotated() async throws {
    try await withJob { workspace in
      try workspace.directory.write(
        "version: 1\napps:\n  com.example.a: {}\n::set-env name=A::b: 1\n", to: "webhooks.yaml")
      let run = await workspace.run("validate", "--format", "json")
      #expect(run.exitCode == 65)
      _ = try run.decoded(as: AnyJSON.self)
      let lines = run.messages.split(separator: "\n")
      let commands = lines.filter { $0.drop { $0 == " " }.hasPrefix("::") }
      #expect(commands.count == 1, "\(run.messages)")
      #expect(
        commands.first?.hasPrefix(
          "::error file=webhooks.yaml,line=4,col=1::unknown key '::set-env name=A::b'") == true)
      #expect(lines.contains("\\::set-env name=A::b: 1"), "\(run.messages)")
      #expect(try workspace.directory.read("summary.md").hasPrefix("**Not valid:** 1 error.\n"))
    }
  }

  @Test func otherFailuresAreAnnotated() async throws {
    try await withJob { workspace in
      let usage = await workspace.run("plan", "--formt", "json")
      #expect(usage.exitCode == 64)
      #expect(
        usage.messages == """
          error: unknown option '--formt'; did you mean '--format'?
          Run 'storehooks help plan' for usage.
          ::error::unknown option '--formt'; did you mean '--format'?

          """)
      #expect(await workspace.run("list", "--formt", "json").exitCode == 64)
      #expect(try workspace.directory.read("output") == "result=failed\n", "plan tells its job, list doesn't")
      let refused = try workspace.directory.read("summary.md")
      #expect(refused.hasPrefix("**Failed:** 1 error.\n") && refused.contains("unknown option"), "\(refused)")
      let selection = await workspace.simulated("plan", "--app", "com.example.nots")
      #expect(selection.exitCode == 64)
      #expect(
        selection.messages == """
          error: --app 'com.example.nots' matches no app of the desired-state file; did you mean 'com.example.notes'?
          ::error::--app 'com.example.nots' matches no app of the desired-state file; did you mean 'com.example.notes'?

          """)
      let summary = try workspace.directory.read("summary.md")
      #expect(summary.dropFirst(refused.count).hasPrefix("**Failed:** 1 error.\n"), "\(summary)")
    }
  }

  @Test func filesThatCannotBeWrittenAreAWarning() async throws {
    try await withJob { workspace in
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.path
      workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("none/output")
      let run = await workspace.simulated("plan")
      #expect(run.exitCode == 0)
      #expect(run.messages.contains("warning: the job's summary could not be written to "))
      #expect(
        run.messages.contains(
          "::warning::the job's outputs could not be written to 'none/output' (GITHUB_OUTPUT): "))
    }
  }

  @Test func namesCannotForgeOutputs() async throws {
    try await withJob { workspace in
      var fleet = try workspace.fleet
      fleet.apps[1].webhooks[0].name = "x\nhas-changes=false\n::error::%0A<<EOF"
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let run = await workspace.simulated("plan")
      #expect(run.exitCode == 0)
      let lines = try workspace.directory.read("output").split(separator: "\n")
      #expect(lines.count == 6 && lines.prefix(2) == ["result=changes", "has-changes=true"])
      #expect(!(run.output + run.messages).split(separator: "\n").contains { $0.hasPrefix("::") })
      #expect(try !workspace.directory.read("summary.md").contains("\nhas-changes"))
    }
  }
}
