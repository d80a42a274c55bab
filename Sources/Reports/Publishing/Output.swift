import Cryptography
import Diagnostics
import Synchronization

/// The two streams of the program: results on standard output; diagnostics, progress and prompts on
/// standard error. Unbuffered, and safe to use from several tasks at a time.
///
/// In a job of GitHub Actions both are the log, in which the runner obeys what looks like a command. So nothing that
/// looks like one is written but by ``command(_:)``. JSON, XML and YAML are made so that nothing in them does;
/// other texts are changed here.
package final class Output: Sendable {
  private let results: any OutputSink
  private let messages: any OutputSink
  private let isLog: Bool
  private let turn = Mutex<Void>(())
  /// What the run knows that must not be seen: nothing is written that it doesn't let through.
  package let withholding: Withholding
  private let undelivered = Mutex<OutputError?>(nil)

  /// Creates output to sinks; without any, to descriptors 1 and 2.
  ///
  /// - Parameter environment: tells whether a job of GitHub Actions reads along.
  package init(
    results: any OutputSink = FileDescriptorSink(descriptor: 1),
    messages: any OutputSink = FileDescriptorSink(descriptor: 2), environment: [String: String] = [:],
    withholding: Withholding = Withholding()
  ) {
    (self.withholding, self.results, self.messages) = (withholding, results, messages)
    isLog = GitHubActions(environment: environment) != nil
  }

  /// Shows on standard output what a command has found or done. Where that can't be written, the command goes on:
  /// what it did is done. What that means for its end, ``exitCode(of:)`` says.
  package func deliver(_ text: String, isJSON: Bool = false) {
    do {
      try result(text, isJSON: isJSON)
    } catch {
      undelivered.withLock { $0 = $0 ?? error }
    }
  }

  /// The exit code of a command that ends with this one, once all is shown.
  ///
  /// It tells what the command has found or done, to scripts above all: a reader that went away, as `head` does when
  /// it has enough, changes nothing about it. A success that could not be written down is none; a failure,
  /// a difference or an interrupt stays what it is. Why nothing was written is said.
  package func exitCode(of exitCode: Int32) -> Int32 {
    guard let error = undelivered.withLock({ $0 }), error != .readerClosed else { return exitCode }
    message("error: \(error.message)\n")
    return exitCode == 0 ? 1 : exitCode
  }

  /// Writes to standard output what a command can't go on without. The text ends with a line feed where it should.
  package func result(_ text: String, isJSON: Bool = false) throws(OutputError) {
    if isJSON { try send(withholding.shown(json: text), to: results) } else { try write(text, to: results) }
  }

  /// Writes to standard error. Failures are dropped: there is nowhere left to report them.
  package func message(_ text: String) {
    try? write(text, to: messages)
  }

  /// Writes lines to standard error that the runner of GitHub Actions is meant to obey.
  package func command(_ lines: String) {
    try? send(withholding.shown(lines, isLines: true), to: messages)
  }

  private func write(_ text: String, to sink: any OutputSink) throws(OutputError) {
    try send(withholding.shown(isLog ? LogCommand.inert(text) : text, isLines: true), to: sink)
  }

  private func send(_ text: String, to sink: any OutputSink) throws(OutputError) {
    let bytes = Array(text.utf8)
    let outcome = turn.withLock { _ in
      Result<Void, OutputError> { () throws(OutputError) in try sink.write(bytes) }
    }
    try outcome.get()
  }
}
