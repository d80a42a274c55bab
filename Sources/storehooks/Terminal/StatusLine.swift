import Reports
import Synchronization

/// One line at the bottom of a terminal that is overwritten again and again, and makes way for everything else that is
/// written.
///
/// The cursor is left at the beginning of the line. If a window gets narrower, terminals break the line in two and keep
/// the cursor at its first letter, or cut the line; either way, everything from the cursor to the end of the screen is
/// ours to erase. Nothing is hidden or switched, so nothing has to be restored, whatever ends the process.
final class StatusLine: Sendable {
  /// To the beginning of the line; erase it, and from its second column to the end of the screen (ECMA-48: EL, CUF,
  /// ED). From the first column, tmux would take it for clearing the screen if the line is at the top, and save what is
  /// there in the scrollback.
  private static let erase = Array("\r\u{1B}[K\u{1B}[C\u{1B}[J\r".utf8)

  private struct State {
    var isShown = false
    /// Whether the last output ended its line; after a question there is no room for ours.
    var isAtLineStart = true
  }

  private let sink: any OutputSink
  private let state = Mutex(State())

  init(sink: any OutputSink) { self.sink = sink }

  /// Replaces the text before. It must be narrower than the terminal.
  func show(_ text: String) {
    state.withLock { state in
      guard state.isAtLineStart, !text.isEmpty else { return }
      // The old line is overwritten before its rest is erased, which doesn't flicker.
      try? sink.write(Array("\r\(text)\u{1B}[J\r".utf8))
      state.isShown = true
    }
  }

  /// Notes that the cursor is at the beginning of a line, whatever was written last: the user's answer has ended the
  /// line of a question.
  func beginLine() { state.withLock { $0.isAtLineStart = true } }

  func hide() { state.withLock { hide(&$0) } }

  /// A sink for the same terminal: the line is removed before a write, and nothing comes between.
  func making(wayFor sink: any OutputSink) -> any OutputSink { Sink(line: self, sink: sink) }

  private func hide(_ state: inout State) {
    if state.isShown { try? sink.write(Self.erase) }
    state.isShown = false
  }

  private struct Sink: OutputSink {
    let line: StatusLine
    let sink: any OutputSink

    func write(_ bytes: [UInt8]) throws(OutputError) {
      let outcome = line.state.withLock { state in
        line.hide(&state)
        if let last = bytes.last { state.isAtLineStart = last == UInt8(ascii: "\n") }
        return Result<Void, OutputError> { () throws(OutputError) in try sink.write(bytes) }
      }
      try outcome.get()
    }
  }
}
