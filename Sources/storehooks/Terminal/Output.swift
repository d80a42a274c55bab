import Synchronization

/// The two streams of the program: results on standard output; diagnostics, progress and prompts on
/// standard error. Unbuffered, and safe to use from several tasks at a time.
final class Output: Sendable {
  private let results: any OutputSink
  private let messages: any OutputSink
  private let turn = Mutex<Void>(())
  private let undelivered = Mutex<OutputError?>(nil)

  /// Creates output to sinks; without any, to descriptors 1 and 2.
  init(
    results: any OutputSink = FileDescriptorSink(descriptor: 1),
    messages: any OutputSink = FileDescriptorSink(descriptor: 2)
  ) {
    self.results = results
    self.messages = messages
  }

  /// Shows on standard output what a command has found or done. Where that can't be written, the command goes on:
  /// what it did is done. What that means for its end, ``exitCode(of:)`` says.
  func deliver(_ text: String) {
    do {
      try result(text)
    } catch {
      undelivered.withLock { $0 = $0 ?? error }
    }
  }

  /// The exit code of a command that ends with this one, once all is shown.
  ///
  /// It tells what the command has found or done, to scripts above all: a reader that went away, as `head` does when
  /// it has enough, changes nothing about it. A success that could not be written down is none; a failure,
  /// a difference or an interrupt stays what it is. Why nothing was written is said.
  func exitCode(of exitCode: Int32) -> Int32 {
    guard let error = undelivered.withLock({ $0 }), error != .readerClosed else { return exitCode }
    message("error: \(error.message)\n")
    return exitCode == Program.ExitCode.done ? Program.ExitCode.failed : exitCode
  }

  /// Writes to standard output what a command can't go on without. The text ends with a line feed where it should.
  func result(_ text: String) throws(OutputError) {
    try write(Array(text.utf8), to: results)
  }

  /// Writes to standard error. Failures are dropped: there is nowhere left to report them.
  func message(_ text: String) {
    try? write(Array(text.utf8), to: messages)
  }

  private func write(_ bytes: [UInt8], to sink: any OutputSink) throws(OutputError) {
    let outcome = turn.withLock { _ in
      Result<Void, OutputError> { () throws(OutputError) in try sink.write(bytes) }
    }
    try outcome.get()
  }
}
