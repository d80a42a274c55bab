import Testing

@testable import storehooks

@Suite struct CommandLineReaderTests {
  private let results = MemorySink()
  private let messages = MemorySink()

  private func read(_ arguments: String...) throws -> CommandLineReader.Outcome {
    let output = Output(results: results, messages: messages)
    return try CommandLineReader(environment: [:], output: output).read(arguments)
  }

  @Test func handsCommandsOn() throws {
    guard case .run(let invocation) = try read("plan", "--quiet") else {
      Issue.record("no command came back")
      return
    }
    #expect(invocation.command == "plan")
    #expect(results.text.isEmpty && messages.text.isEmpty)
  }

  @Test func writesHelpToStandardOutput() throws {
    #expect(try read("plan", "--help") == .finished(exitCode: 0))
    #expect(results.text.hasPrefix("storehooks plan: "))
    #expect(messages.text.isEmpty)
  }

  @Test func answersAnEmptyInvocationWithTheOverviewAsAnError() throws {
    #expect(try read() == .finished(exitCode: 64))
    #expect(results.text.isEmpty)
    #expect(messages.text == HelpRenderer(spec: .storehooks).overview())
  }

  @Test func writesUsageErrorsToStandardError() throws {
    #expect(try read("plan", "--nonsense") == .finished(exitCode: 64))
    #expect(results.text.isEmpty)
    #expect(
      messages.text == "error: unknown option '--nonsense'\nRun 'storehooks help plan' for usage.\n")
  }

  @Test func passesOnThatOutputFailed() {
    let output = Output(results: MemorySink(failure: .readerClosed), messages: messages)
    #expect(throws: OutputError.readerClosed) {
      try CommandLineReader(environment: [:], output: output).read(["help"])
    }
  }
}
