@testable import Reports
import Dispatch
import Platform
import Testing

import TestSupport
@testable import storehooks

@Suite struct OutputTests {
  /// The program does this first.
  init() { StandardStreams.prepare() }

  private func makePipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  @Test func keepsTheStreamsApart() throws {
    let (results, messages) = (MemorySink(), MemorySink())
    let output = Output(results: results, messages: messages)
    try output.result("a\n")
    output.message("b\n")
    try output.result("c\n")
    #expect(results.text == "a\nc\n")
    #expect(messages.text == "b\n")
  }

  @Test func dropsMessagesThatCannotBeWritten() throws {
    let results = MemorySink()
    let output = Output(results: results, messages: MemorySink(failure: .readerClosed))
    output.message("b")
    try output.result("a")
    #expect(results.text == "a")
  }

  /// More than a pipe holds, through a non-blocking end, so that partial writes and `EAGAIN` both occur.
  @Test func writesAllOfALongText() async throws {
    let pipe = makePipe()
    _ = fcntl(pipe.write, F_SETFL, O_NONBLOCK)
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    // Not in a task: until all is read, the writer below keeps one of the few threads for tasks.
    let (received, reader) = AsyncStream<[UInt8]>.makeStream()
    DispatchQueue.global().async {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while case let count = read(pipe.read, &buffer, buffer.count), count > 0 { all += buffer[..<count] }
      reader.yield(all)
      reader.finish()
    }
    try FileDescriptorSink(descriptor: pipe.write).write(bytes)
    close(pipe.write)
    var all: [UInt8] = []
    for await part in received { all += part }
    #expect(all == bytes)
    close(pipe.read)
  }

  @Test func tellsThatTheReaderWentAway() {
    let pipe = makePipe()
    close(pipe.read)
    #expect(throws: OutputError.readerClosed) { try FileDescriptorSink(descriptor: pipe.write).write([1]) }
    close(pipe.write)
  }

  @Test func tellsOtherFailures() {
    let error = #expect(throws: OutputError.self) { try FileDescriptorSink(descriptor: -1).write([1]) }
    #expect(error == .failed(errno: EBADF))
    #expect(error?.message == "the output could not be written: Bad file descriptor")
  }

  @Test func writesNothingForAnEmptyText() {
    #expect(throws: Never.self) { try FileDescriptorSink(descriptor: -1).write([]) }
  }
}
