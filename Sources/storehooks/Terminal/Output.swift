import Synchronization

/// The two streams of the program: results on standard output; diagnostics, progress and prompts on
/// standard error. Unbuffered, and safe to use from several tasks at a time.
final class Output: Sendable {
  private let results: any OutputSink
  private let messages: any OutputSink
  private let turn = Mutex<Void>(())

  /// Creates output to sinks; without any, to descriptors 1 and 2.
  init(
    results: any OutputSink = FileDescriptorSink(descriptor: 1),
    messages: any OutputSink = FileDescriptorSink(descriptor: 2)
  ) {
    self.results = results
    self.messages = messages
  }

  /// Writes to standard output. The text ends with a line feed where it should.
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
