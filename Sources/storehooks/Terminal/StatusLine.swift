import Reports
import Synchronization

/// One line at the bottom of a terminal that is overwritten again and again, and that everything else that is
/// written takes the place of.
///
/// The cursor is left at the beginning of the line. When a window is made narrower, terminals break the line
/// in two and keep the cursor at its first letter, so that everything from there to the end of the screen is
/// ours to erase; where they cut the line instead, that holds too. Nothing is hidden or switched, hence nothing has
/// to be put back, whatever ends the process.
final class StatusLine: Sendable {
  /// To the beginning of the line; erase it, and from its second column to the end of the screen (ECMA-48: EL, CUF,
  /// ED). From the first column, tmux would take it for clearing the screen if the line is at the top, and save what
  /// is there among the lines to scroll back to.
  private static let erase = Array("\r\u{1B}[K\u{1B}[C\u{1B}[J\r".utf8)

  private struct State {
    var isShown = false
    /// Whether the last thing that was written ended its line; behind a question there is no room for ours.
    var isAtLineStart = true
  }

  private let sink: any OutputSink
  private let state = Mutex(State())

  init(sink: any OutputSink) { self.sink = sink }

  /// Shows a text in place of the one before. It must be narrower than the terminal.
  func show(_ text: String) {
    state.withLock { state in
      guard state.isAtLineStart, !text.isEmpty else { return }
      // Written over the old line before its rest is erased, which doesn't flicker.
      try? sink.write(Array("\r\(text)\u{1B}[J\r".utf8))
      state.isShown = true
    }
  }

  /// Notes that the cursor stands at the beginning of a line whatever was written last: the user ended the line
  /// of a question by answering it.
  func beginLine() { state.withLock { $0.isAtLineStart = true } }

  func hide() { state.withLock { hide(&$0) } }

  /// A sink for what is written to the same terminal: the line is taken away before, and nothing comes between.
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
