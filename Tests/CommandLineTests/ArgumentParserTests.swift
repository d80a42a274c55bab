import Testing

@testable import CommandLine

@Suite struct ArgumentParserTests {
  private func parse(_ line: String, environment: [String: String] = [:]) throws(UsageError) -> Invocation {
    try parse(line.split(separator: " ").map(String.init), environment: environment)
  }

  private func parse(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(UsageError) -> Invocation {
    try ArgumentParser(spec: .tool, environment: environment).parse(arguments)
  }

  /// An equals sign and a combining mark are one character to Swift.
  @Test func aValueMayBeginWithAMark() throws {
    #expect(try parse("plan --file=\u{301}").options[.file] == ["\u{301}"])
  }

  @Test(arguments: [
    "plan --file a.yaml --format json --detailed-exitcode",
    "--file a.yaml --format json --detailed-exitcode plan",
    "--file=a.yaml plan --format=json --detailed-exitcode",
    "-f a.yaml --format json plan --detailed-exitcode",
    "-fa.yaml plan --detailed-exitcode --format json",
    "-f=a.yaml --detailed-exitcode --format json -- plan",
  ]) func takesOptionsAnywhereAndInEveryForm(line: String) throws {
    let invocation = try parse(line)
    #expect(invocation.command.name == "plan")
    #expect(invocation.arguments.isEmpty)
    #expect(invocation.options[.detailedExitcode])
    #expect(invocation.options[.file] == ["a.yaml"])
    #expect(invocation.options[.format] == .json)
  }

  @Test func fillsGlobalOptionsWithDefaults() throws {
    let global = try parse("validate").options
    #expect(global[.file] == ["tool.yaml"])
    #expect(global[.app].isEmpty)
    #expect(global[.format] == .text)
    #expect(global[.concurrency] == 8)
    #expect(global[.apiURL] == "https://api.example.com")
    #expect(try parse("plan").options.origin("api-url") == .fallback)
    #expect(global[.simulate] == nil)
    #expect(global[.keyID] == nil && global[.privateKey] == nil)
    #expect(global[.color] == .auto)
    #expect(!global[.quiet] && !global[.verbose])
    #expect(global[.timeout] == .seconds(30))
  }

  @Test func fillsGlobalOptionsFromTheCommandLine() throws {
    let global = try parse(
      """
      apply -f a -f b --app com.a --app com.b.* --format json --concurrency 64 \
      --api-url http://127.0.0.1:80 --key-id K --private-key k.p8 --color never --verbose \
      --timeout 1m30s
      """
    ).options
    #expect(global[.file] == ["a", "b"])
    #expect(global[.app] == ["com.a", "com.b.*"])
    #expect(global[.format] == .json)
    #expect(global[.concurrency] == 64)
    #expect(global[.apiURL] == "http://127.0.0.1:80")
    #expect(try parse("plan --api-url http://127.0.0.1:80").options.origin("api-url") == .commandLine)
    #expect(global[.keyID] == "K" && global[.privateKey] == "k.p8")
    #expect(global[.color] == .never)
    #expect(!global[.quiet] && global[.verbose])
    #expect(global[.timeout] == .seconds(90))
  }

  @Test func fillsFlagsOfTheCommandOnly() throws {
    let global = try parse("plan --quiet --simulate fleet.json").options
    #expect(global[.quiet])
    #expect(global[.simulate] == "fleet.json")
    #expect(try parse("apply --yes").options[.yes])
    #expect(try !parse("apply").options[.yes])
    #expect(try parse("simulate --port 8080 --fleet f.json").options[.port] == 8080)
    let simulate = try parse("simulate").options
    #expect(simulate[.port] == 0)
    #expect(simulate[.fleet] == nil)
    #expect(!simulate.isGiven(.port))
  }

  @Test func readsTheEnvironmentBehindTheCommandLine() throws {
    let environment = ["TOOL_API_URL": "http://localhost:1"]
    let fromEnvironment = try parse("plan", environment: environment)
    #expect(fromEnvironment.options[.apiURL] == "http://localhost:1")
    #expect(fromEnvironment.options.origin("api-url") == .environment)
    let given = try parse("plan --api-url http://localhost:2", environment: environment)
    #expect(given.options[.apiURL] == "http://localhost:2")
    let empty = try parse("plan", environment: ["TOOL_API_URL": ""])
    #expect(empty.options[.apiURL] == "https://api.example.com")
    // The variable doesn't exclude the option that it would conflict with.
    #expect(try parse("plan --simulate f.json", environment: environment).options[.simulate] == "f.json")
  }

  @Test func aBadVariableMattersToCommandsThatUseItOnly() throws {
    let environment = ["TOOL_API_URL": "ftp://x"]
    #expect(
      throws: UsageError(
        reason: .invalidValue("ftp://x", of: .environment("TOOL_API_URL"), .notAURL), command: "plan")
    ) { try parse("plan", environment: environment) }
    for line in ["validate", "version", "help", "plan --help"] {
      #expect(throws: Never.self) { try parse(line, environment: environment) }
    }
  }

  @Test(arguments: [
    ("--help", []),
    ("-h", []),
    ("help", []),
    ("help plan", ["plan"]),
    ("help --help", []),
    ("help plan --help", ["plan"]),
    ("plan --help", ["plan"]),
    ("--help plan", ["plan"]),
    ("plan -h --nonsense --format nonsense --file", ["plan"]),
    ("plan --key-id --help", ["plan"]),
    ("plan --version --help x y", ["plan"]),
    ("--nonsense --help", []),
  ]) func helpWins(line: String, arguments: [String]) throws {
    let invocation = try parse(line)
    #expect(invocation.command.name == "help")
    #expect(invocation.arguments == arguments)
  }

  @Test func helpAfterTheEndOfOptionsIsAnArgument() {
    #expect(throws: UsageError(reason: .unexpectedArgument("--help", takesNone: true), command: "plan")) {
      try parse("plan -- --help")
    }
  }

  @Test func versionIsACommandAndAnOption() throws {
    #expect(try parse("version").command.name == "version")
    #expect(try parse("--version").command.name == "version")
    let invocation = try parse("plan --detailed-exitcode --version --format json")
    #expect(invocation.command.name == "version")
    #expect(invocation.options[.format] == .json)
    #expect(invocation.arguments.isEmpty)
  }

  @Test func aDashAloneAndNegativeNumbersAreValues() throws {
    #expect(try parse("validate -f -").options[.file] == ["-"])
    #expect(
      throws: UsageError(
        reason: .invalidValue("-1", of: .option("--concurrency"), .integerOutOfRange(1...64)),
        command: "plan")
    ) { try parse("plan --concurrency -1") }
    #expect(try parse(["plan", "--file=-x.yaml", "--app", "a b"]).options[.file] == ["-x.yaml"])
  }

  @Test func severalShortFlagsStandBehindOneDash() throws {
    let spec = CommandLineSpec(
      program: "p", abstract: "A", discussion: [],
      commands: [
        CommandSpec(
          name: "c", abstract: "C", discussion: [],
          arguments: [
            .init(name: "ONE", help: "One"), .init(name: "REST", help: "Rest", isRepeatable: true),
          ],
          options: [
            Option.all.spec, Option.both.spec, Option.count.spec,
          ])
      ], globalGroups: [], examples: [])
    let parser = ArgumentParser(spec: spec, environment: [:])
    let invocation = try parser.parse(["c", "-abc3", "x", "y", "z"])
    #expect(invocation.options[.all] && invocation.options[.both])
    #expect(invocation.options[.count] == 3)
    #expect(invocation.arguments == ["x", "y", "z"])
    #expect(throws: UsageError(reason: .unknownOption("-z", nearest: nil), command: "c")) {
      try parser.parse(["c", "-az", "x", "y"])
    }
    #expect(throws: UsageError(reason: .valueForFlag("-a"), command: "c")) {
      try parser.parse(["c", "-a=1", "x", "y"])
    }
    #expect(throws: UsageError(reason: .missingArgument(placeholder: "REST"), command: "c")) {
      try parser.parse(["c", "x"])
    }
  }

  @Test func aRepeatableOptionCanBeTakenOnceAndInOtherWords() throws {
    let once = Option.app.saying("One app", repeatable: false)
    #expect(once.spec.help == "One app" && !once.spec.isRepeatable && Option.app.spec.isRepeatable)
    let command = CommandSpec(name: "c", abstract: "C", discussion: [], options: [once.spec])
    let spec = CommandLineSpec(
      program: "p", abstract: "A", discussion: [], commands: [command], globalGroups: [], examples: [])
    let parser = ArgumentParser(spec: spec, environment: [:])
    #expect(try parser.parse(["c", "--app", "x"]).options[.app] == ["x"])
    #expect(throws: UsageError(reason: .repeatedOption("--app"), command: "c")) {
      try parser.parse(["c", "--app", "x", "--app", "y"])
    }
  }

  @Test func theCommandIsKnownByItsPlace() throws {
    for (position, command) in CommandLineSpec.tool.commands.enumerated() where command.name != "completions"
    {
      let invocation = try parse(command.name)
      #expect(invocation.position == position && invocation.command == command)
    }
  }
}
