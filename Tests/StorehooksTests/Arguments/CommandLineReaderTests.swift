@testable import Reports
import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct CommandLineReaderTests {
  private let results = MemorySink()
  private let messages = MemorySink()

  private func read(_ arguments: String...) -> CommandLineReader.Outcome {
    let output = Output(results: results, messages: messages)
    return CommandLineReader(environment: [:], output: output).read(arguments)
  }

  @Test func handsCommandsOn() throws {
    guard case .run(let invocation) = read("plan", "--quiet") else {
      Issue.record("no command came back")
      return
    }
    #expect(invocation.command == "plan")
    #expect(results.text.isEmpty && messages.text.isEmpty)
  }

  @Test func writesHelpToStandardOutput() throws {
    #expect(read("plan", "--help") == .finished(exitCode: 0))
    #expect(results.text.hasPrefix("storehooks plan: "))
    #expect(messages.text.isEmpty)
  }

  @Test func answersAnEmptyInvocationWithTheOverviewAsAnError() throws {
    #expect(read() == .finished(exitCode: 64))
    #expect(results.text.isEmpty)
    #expect(messages.text == HelpRenderer(spec: .storehooks).overview())
  }

  @Test func writesUsageErrorsToStandardError() throws {
    #expect(read("plan", "--nonsense") == .finished(exitCode: 64))
    #expect(results.text.isEmpty)
    #expect(
      messages.text == "error: unknown option '--nonsense'\nRun 'storehooks help plan' for usage.\n")
  }

  @Test func outputThatFailedIsKept() {
    let output = Output(results: MemorySink(failure: .failed(errno: 28)), messages: messages)
    #expect(CommandLineReader(environment: [:], output: output).read(["help"]) == .finished(exitCode: 0))
    #expect(output.exitCode(of: 0) == 1)
  }
}
