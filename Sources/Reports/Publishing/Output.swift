import Cryptography
import Diagnostics
import Synchronization

/// The program's two streams: results on standard output; diagnostics, progress and prompts on standard error.
/// Unbuffered, and safe to use from several tasks.
///
/// In GitHub Actions both are the log, in which the runner obeys whatever looks like a command. So only ``command(_:)``
/// writes something that looks like one. JSON, XML and YAML are made without it; other texts are changed here.
package final class Output: Sendable {
  private let results: any OutputSink
  private let messages: any OutputSink
  private let isLog: Bool
  private let turn = Mutex<Void>(())
  /// What the run knows and nobody may see; it is removed from everything written.
  package let withholding: Withholding
  private let undelivered = Mutex<OutputError?>(nil)

  /// Writes to sinks, by default to descriptors 1 and 2.
  ///
  /// - Parameter environment: tells whether GitHub Actions reads the log.
  package init(
    results: any OutputSink = FileDescriptorSink(descriptor: 1),
    messages: any OutputSink = FileDescriptorSink(descriptor: 2), environment: [String: String] = [:],
    withholding: Withholding = Withholding()
  ) {
    (self.withholding, self.results, self.messages) = (withholding, results, messages)
    isLog = GitHubActions(environment: environment) != nil
  }

  /// Shows a command's result on standard output. If that fails, the command goes on, because its work is done;
  /// ``exitCode(of:)`` decides what that means in the end.
  package func deliver(_ text: String, isJSON: Bool = false) {
    do {
      try result(text, isJSON: isJSON)
    } catch {
      undelivered.withLock { $0 = $0 ?? error }
    }
  }

  /// The exit code of a command that ends with this one, once all is shown.
  ///
  /// It tells what the command found or did, mostly to scripts, so a reader that went away, as `head` does when it has
  /// enough, doesn't change it. A success that could not be written down becomes a failure; a failure, a difference or
  /// an interrupt stays the same. Why nothing was written is said.
  package func exitCode(of exitCode: Int32) -> Int32 {
    guard let error = undelivered.withLock({ $0 }), error != .readerClosed else { return exitCode }
    message("error: \(error.message)\n")
    return exitCode == 0 ? 1 : exitCode
  }

  /// Writes to standard output; if that fails, the command can't go on. The text ends with a line feed if it should.
  package func result(_ text: String, isJSON: Bool = false) throws(OutputError) {
    if isJSON { try send(withholding.shown(json: text), to: results) } else { try write(text, to: results) }
  }

  /// Writes to standard error. Failures are dropped, because there is nowhere left to report them.
  package func message(_ text: String) {
    try? write(text, to: messages)
  }

  /// Writes lines to standard error that the runner of GitHub Actions should obey.
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
