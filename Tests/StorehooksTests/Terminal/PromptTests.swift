import Platform
@testable import Reports
import Testing

import TestSupport
@testable import storehooks

@Suite struct PromptTests {
  @Test(
    arguments: [
      ("yes", Prompt.Answer.confirmed),
      ("y", .declined),
      ("YES", .declined),
      (" yes", .declined),
      ("yes ", .declined),
      ("", .declined),
      (nil, .declined),
    ] as [(String?, Prompt.Answer)]) func acceptsExactlyYes(line: String?, answer: Prompt.Answer)
  {
    let messages = MemorySink()
    let results = MemorySink()
    let output = Output(results: results, messages: messages)
    let prompt = Prompt(output: output, isTerminal: true, readLine: { line })
    #expect(prompt.confirm("Make 3 calls?") == answer)
    #expect(messages.text.hasPrefix("Make 3 calls? Only 'yes' goes ahead: "))
    #expect(results.text.isEmpty)
  }

  @Test func asksNobodyWithoutATerminal() {
    let messages = MemorySink()
    let output = Output(results: MemorySink(), messages: messages)
    let prompt = Prompt(output: output, isTerminal: false, readLine: { "yes" })
    #expect(prompt.confirm("Sure?") == .notATerminal)
    #expect(messages.text.isEmpty)
  }

  @Test func readsOneLineAndLeavesTheRest() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let text = Array("yes\nrest".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    #expect(OpenFile(descriptor: ends[0]).line(atMost: 4_096) == "yes")
    #expect(OpenFile(descriptor: ends[0]).line(atMost: 4_096) == "rest")
    #expect(OpenFile(descriptor: ends[0]).line(atMost: 4_096) == nil)
    close(ends[0])
  }
}
