import Testing

@testable import CommandLine

/// Every mistake on a command line, and its message.
@Suite struct UsageErrorTests {
  private static let cases: [(line: String, error: String)] = [
    ("plna", "unknown command 'plna'; did you mean 'plan'?"),
    ("xyzzy", "unknown command 'xyzzy'"),
    ("PLAN", "unknown command 'PLAN'; did you mean 'plan'?"),
    ("plna --help", "unknown command 'plna'; did you mean 'plan'?"),
    ("help plna", "unknown command 'plna'; did you mean 'plan'?"),
    ("help plan apply", "unexpected argument 'apply'"),
    ("--quiet", "no command was given"),
    ("--fromat json plan", "unknown option '--fromat'; did you mean '--format'?"),
    ("plan --fromat=json", "unknown option '--fromat'; did you mean '--format'?"),
    ("plan --nothing-like-it", "unknown option '--nothing-like-it'"),
    ("plan -format json", "unknown option '-format'; did you mean '--format'?"),
    ("plan -x", "unknown option '-x'"),
    ("plan -qiuet", "unknown option '-qiuet'; did you mean '--quiet'?"),
    ("apply --yse", "unknown option '--yse'; did you mean '--yes'?"),
    ("validate --yes", "'validate' takes no option '--yes'; it belongs to 'apply'"),
    ("--port 1 plan", "'plan' takes no option '--port'; it belongs to 'listen' and 'simulate'"),
    ("plan --file", "option '--file' needs a value: --file PATH"),
    ("plan -f", "option '-f' needs a value: -f PATH"),
    (
      "plan --file --quiet",
      "option '--file' needs a value: --file PATH; write a value that begins with a dash as --file=VALUE"
    ),
    (
      "plan --key-id=",
      "the value of option '--key-id' is empty: --key-id ID; is its variable set?"
    ),
    ("plan --quiet=no", "option '--quiet' takes no value; write '--quiet' alone, or leave it out"),
    ("plan --format json --format json", "option '--format' was given more than once; leave one out"),
    ("--yes apply --yes", "option '--yes' was given more than once; leave one out"),
    (
      "plan --quiet --verbose", "options '--verbose' and '--quiet' can't be combined; leave one out"
    ),
    (
      "plan --simulate f.json --api-url http://localhost",
      "options '--simulate' and '--api-url' can't be combined; leave one out"
    ),
    ("plan --format jsn", "option '--format' doesn't accept 'jsn'; did you mean 'json'?"),
    (
      "plan --color sometimes",
      "option '--color' doesn't accept 'sometimes'; it must be one of auto, always, never"
    ),
    ("plan --concurrency 0", "option '--concurrency': '0' is out of range; it must be between 1 and 64"),
    ("plan --concurrency 65", "option '--concurrency': '65' is out of range; it must be between 1 and 64"),
    (
      "plan --concurrency 99999999999999999999",
      "option '--concurrency': '99999999999999999999' is out of range; it must be between 1 and 64"
    ),
    (
      "plan --concurrency 8x",
      "option '--concurrency' needs a whole number, not '8x'; it must be between 1 and 64"
    ),
    (
      "plan --concurrency +8",
      "option '--concurrency' needs a whole number, not '+8'; it must be between 1 and 64"
    ),
    ("plan --timeout 30", "option '--timeout' needs a duration, not '30'; did you mean '30s'?"),
    (
      "plan --timeout soon",
      "option '--timeout' needs a duration, not 'soon'; write it like 30s, 15m, 1h30m or 2d"
    ),
    ("plan --timeout 0s", "option '--timeout': '0s' is out of range; it must be between 1ms and 1d"),
    (
      "plan --api-url example.com",
      "option '--api-url' needs an absolute https URL, not 'example.com'; it must begin with https://"
    ),
    (
      "plan webhooks.yaml",
      "unexpected argument 'webhooks.yaml'; to give a desired-state file, use --file webhooks.yaml"
    ),
    ("plan now", "unexpected argument 'now'; the command takes only options"),
  ]

  @Test(arguments: cases) func saysWhatIsWrongAndWhatToDo(line: String, error: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let thrown = #expect(throws: UsageError.self) {
      try ArgumentParser(spec: .tool, environment: [:]).parse(arguments)
    }
    let rendered = try #require(thrown).rendered(program: "tool")
    #expect(rendered.split(separator: "\n").first.map(String.init) == "error: " + error)
  }

  @Test func pointsToTheRightHelp() {
    let general = UsageError(reason: .missingCommand).rendered(program: "tool")
    #expect(general.hasSuffix("\nRun 'tool --help' for usage.\n"))
    let special = UsageError(reason: .repeatedOption("--yes"), command: "apply").rendered(
      program: "tool")
    #expect(special.hasSuffix("\nRun 'tool help apply' for usage.\n"))
  }

  @Test func anEmptyInvocationIsAnErrorOfItsOwn() {
    #expect(throws: UsageError(reason: .emptyInvocation)) {
      try ArgumentParser(spec: .tool, environment: [:]).parse([])
    }
  }

  @Test func namesAllCommandsThatTakeAnOption() {
    func remedy(_ commands: [String]) -> String? {
      UsageError(reason: .optionNotTaken("--out", takenBy: commands), command: "list").remedy
    }
    #expect(remedy([]) == nil)
    #expect(remedy(["plan"]) == "it belongs to 'plan'")
    #expect(remedy(["plan", "import"]) == "it belongs to 'plan' and 'import'")
    #expect(remedy(["plan", "drift", "import"]) == "it belongs to 'plan', 'drift' and 'import'")
  }

  @Test func showsForeignTextHarmlessly() {
    #expect(UsageError.shown("a\u{1B}[2Jb") == #"a\u{1B}[2Jb"#)
    #expect(UsageError.shown(String(repeating: "x", count: 100)).count == 61)
  }

  /// Takes a word with KEY in it for a key, and one with SECRET for something that must not be shown.
  private var discretion: Discretion {
    var discretion = Discretion()
    discretion.isKey = { $0.contains("KEY") }
    discretion.keyRemedy = "put it elsewhere"
    discretion.shown = { $0.contains("SECRET") || $0.contains("KEY") ? "<not shown>" : $0 }
    return discretion
  }

  @Test(arguments: [
    ("plan --private-key KEY", "option '--private-key' needs the path of a file, not a key itself"),
    ("plan --key-id=KEY", "option '--key-id' contains a key, which doesn't belong there"),
    ("plan KEY", "a key was given as an argument"),
  ]) func aKeyIsRefusedAndNotRepeated(line: String, message: String) throws {
    let parser = ArgumentParser(spec: .tool, environment: [:], discretion: discretion)
    let error = #expect(throws: UsageError.self) {
      try parser.parse(line.split(separator: " ").map(String.init))
    }
    #expect(error?.rendered(program: "tool").hasPrefix("error: \(message); put it elsewhere\n") == true)
  }

  @Test(arguments: [
    "SECRET", "plan SECRET", "plan --SECRET", "--SECRET plan", "plan --format SECRET", "help plan SECRET",
    "plan --api-url SECRET",
  ]) func whatMustNotBeShownIsNot(line: String) throws {
    let parser = ArgumentParser(spec: .tool, environment: [:], discretion: discretion)
    let error = #expect(throws: UsageError.self) {
      try parser.parse(line.split(separator: " ").map(String.init))
    }
    let rendered = try #require(error).rendered(program: "tool")
    #expect(rendered.contains("<not shown>") && !rendered.contains("SECRET"))
  }
}
