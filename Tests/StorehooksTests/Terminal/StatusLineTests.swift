@testable import Reports
import Testing

@testable import storehooks

@Suite struct StatusLineTests {
  private let terminal = MemorySink()
  private let line: StatusLine
  private let output: Output

  init() {
    line = StatusLine(sink: terminal)
    output = Output(results: line.making(wayFor: terminal), messages: line.making(wayFor: terminal))
  }

  /// The bytes with visible controls: `#` removes the line, `<` goes to its beginning, `~` erases what is after the
  /// cursor.
  private var written: String {
    terminal.text.replacing("\r\u{1B}[K\u{1B}[C\u{1B}[J\r", with: "#").replacing("\r", with: "<")
      .replacing("\u{1B}[J", with: "~")
  }

  @Test func isOverwritten() {
    line.show("1 of 10")
    line.show("2 of 10")
    line.hide()
    line.hide()
    #expect(written == "<1 of 10~<<2 of 10~<#", "the cursor always stands at the beginning of the line")
  }

  @Test func makesWayForWhatIsWritten() throws {
    line.show("1")
    output.message("note: a\n")
    output.message("note: b\n")
    line.show("2")
    try output.result("result\n")
    #expect(written == "<1~<#note: a\nnote: b\n<2~<#result\n")
  }

  @Test func keepsAwayFromAnUnfinishedLine() {
    output.message("Sure? ")
    line.show("1")
    #expect(written == "Sure? ")
    line.beginLine()
    line.show("1")
    #expect(written == "Sure? <1~<")
  }

  @Test func failuresOfTheSinkAreTheWriters() {
    let broken = MemorySink(failure: .failed(errno: 5))
    let line = StatusLine(sink: broken)
    line.show("1")
    let output = Output(results: line.making(wayFor: broken), messages: line.making(wayFor: broken))
    output.message("dropped\n")
    #expect(throws: OutputError.failed(errno: 5)) { try output.result("result\n") }
  }
}
