import Testing

@testable import CommandLine
@testable import Reports
@testable import storehooks

/// How a command is found, and what works without one.
@Suite struct ProgramTests {
  private let results = MemorySink()
  private let messages = MemorySink()

  private func run(_ arguments: String..., results: MemorySink? = nil) async -> Int32 {
    let output = Output(results: results ?? self.results, messages: messages)
    let prompt = Prompt(output: output, isTerminal: false, readLine: { nil })
    return await Program(environment: [:], output: output, prompt: prompt).run(arguments)
  }

  @Test func everyCommandIsFoundByItsPlace() throws {
    let parser = ArgumentParser(spec: .storehooks, environment: [:])
    for (position, command) in Program.commands.enumerated() {
      let words = try #require(command.specification.examples.first).line.split(separator: " ")
      let invocation = try parser.parse(words.dropFirst().map { $0.filter { $0 != "'" } })
      #expect(invocation.position == position && invocation.command == command.specification)
    }
  }

  @Test func writesHelpToStandardOutput() async {
    #expect(await run("plan", "--help") == 0)
    #expect(results.text.hasPrefix("storehooks plan: "))
    #expect(messages.text.isEmpty)
  }

  @Test func answersAnEmptyInvocationWithTheOverviewAsAnError() async {
    #expect(await run() == 64)
    #expect(results.text.isEmpty)
    #expect(messages.text == HelpRenderer(spec: .storehooks).overview())
  }

  @Test func writesUsageErrorsToStandardError() async {
    #expect(await run("plan", "--nonsense") == 64)
    #expect(results.text.isEmpty)
    #expect(
      messages.text == "error: unknown option '--nonsense'\nRun 'storehooks help plan' for usage.\n")
  }

  @Test func aNameThatNoCommandHasRunsNone() async {
    #expect(await run("versoin") == 64)
    #expect(results.text.isEmpty)
    #expect(
      messages.text
        == "error: unknown command 'versoin'; did you mean 'version'?\nRun 'storehooks --help' for usage.\n")
  }

  @Test func helpThatCannotBeWrittenIsAFailure() async {
    #expect(await run("help", results: MemorySink(failure: .failed(errno: 28))) == 1)
  }
}
