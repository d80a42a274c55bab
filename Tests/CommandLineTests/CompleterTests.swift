import Testing

@testable import CommandLine

@Suite struct CompleterTests {
  private static let spec = CommandLineSpec.tool

  private let completer = Completer(spec: Self.spec) { kind, given in
    [
      Suggestion(
        "\(kind == .pattern ? "apps" : "webhooks") of \(given[.file]) in \(given[.app])")
    ]
  }

  private func texts(_ words: String..., current: String) -> [String]? {
    guard case .words(let candidates, let prefix) = completer.complete(words, current: current) else {
      return nil
    }
    return candidates.map { prefix + $0.text }
  }

  private static let commands = Self.spec.commands.map(\.name)
  /// Before a command is given, all formats are suggested.
  private static let formats = OutputFormat.allCases.map(\.rawValue)

  @Test func commandsComeFirst() {
    #expect(texts(current: "") == Self.commands)
    #expect(texts("--quiet", "-f", "plan", current: "pl") == Self.commands, "the file isn't the command")
    #expect(texts("nonsense", current: "") == [])
    guard case .words(let candidates, _) = completer.complete([], current: "") else { return }
    #expect(candidates.first == Suggestion("validate", says: "Check the file"))
  }

  @Test func optionsAreThoseOfTheCommand() throws {
    let plan = try #require(texts("plan", current: "--fo"))
    #expect(plan.contains("--format") && plan.contains("--out") && !plan.contains("--yes"))
    let version = try #require(texts("version", current: "-"))
    #expect(version.contains("--format") && !version.contains("--file"), "it has no effect there")
    let any = try #require(texts(current: "--"))
    #expect(any.contains("--file") && !any.contains("--out"))
  }

  @Test func whatIsGivenIsNotOfferedAgain() throws {
    let options = try #require(texts("plan", "--quiet", "--app", "x", "--no-state", current: "-"))
    #expect(!options.contains("--quiet") && !options.contains("--no-state"))
    #expect(!options.contains("--verbose"), "which --quiet excludes from the other side")
    #expect(!options.contains("--state"), "which --no-state excludes")
    #expect(options.contains("--app"), "which is repeatable")
  }

  @Test func valuesAreThoseOfTheOption() {
    #expect(texts("plan", "--color", current: "") == ["auto", "always", "never"])
    #expect(texts("plan", "--color", current: "-") == ["auto", "always", "never"])
    #expect(texts("plan", current: "--color=n") == ["--color=auto", "--color=always", "--color=never"])
    #expect(texts("plan", "--concurrency", current: "") == [])
    #expect(texts("plan", current: "--nonsense=") == [])
    #expect(texts("plan", "--nonsense", current: "") != nil)
  }

  @Test(arguments: Self.spec.commands.map(\.name)) func formatsAreThoseOfTheCommand(command: String) throws {
    let formats = try #require(Self.spec.command(named: command)).formats.map(\.rawValue)
    #expect(texts(command, "--format", current: "") == formats)
    #expect(texts("--format", current: "") == Self.formats)
  }

  @Test(arguments: [
    ["plan", "--file"], ["plan", "-f"], ["-f"], ["apply"], ["apply", "--yes"], ["plan", "--out"],
  ])
  func pathsAreLeftToTheShell(words: [String]) {
    #expect(completer.complete(words, current: "x") == .files)
  }

  @Test func pathsBehindAnEqualsSignToo() {
    #expect(completer.complete(["plan"], current: "--file=we") == .files)
  }

  @Test func namesComeFromTheFilesOnTheLine() {
    #expect(texts("plan", "--app", current: "") == ["apps of [] in []"])
    #expect(texts("plan", "-f", "a", "--app", "b", "--app", current: "") == [#"apps of ["a"] in ["b"]"#])
    #expect(texts("ping", "--file=a", "-fb", "--webhook", current: "") == [#"webhooks of ["a", "b"] in []"#])
    #expect(texts("ping", "--app", "b", current: "--webhook=") == [#"--webhook=webhooks of [] in ["b"]"#])
    #expect(
      texts("apply", "--write-secrets", current: "") == ["all", "unknown", "webhooks of [] in []"])
  }

  @Test func argumentsAreCounted() throws {
    #expect(texts("completions", current: "") == ["bash", "zsh"])
    #expect(texts("help", current: "") == Self.commands)
    let rest = try #require(texts("completions", "bash", current: ""))
    #expect(rest.first == "--help", "only options are left")
    #expect(texts("completions", "bash", current: "x") == [])
    #expect(texts("apply", "plan.json", current: "x") == [])
    #expect(texts("help", "--", current: "-") == Self.commands, "behind -- there are no options")
  }
}
