import AppStoreConnect
import Platform

/// The terminal behind standard error, for what is drawn rather than written.
struct Screen: Sendable {
  var line: StatusLine
  /// The present number of columns, because windows change.
  var columns: @Sendable () -> Int
  var clock = WaitClock.continuous

  init(line: StatusLine, clock: WaitClock = .continuous, columns: @escaping @Sendable () -> Int) {
    (self.line, self.columns, self.clock) = (line, columns, clock)
  }

  /// Standard error, if it is a terminal that can erase a line. If it can't, `TERM` is `dumb` or missing.
  ///
  /// - Parameter line: makes way for everything written to standard output and standard error.
  init?(standardError line: StatusLine, environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    guard OpenFile.standardError.isTerminal, !terminal.isEmpty, terminal != "dumb" else { return nil }
    self.init(line: line) {
      Self.columns(window: OpenFile.standardError.columns, environment: environment)
    }
  }

  /// The columns of a window, or `COLUMNS` if that is less: it doesn't follow the window, and a line that is too long
  /// can't be erased. Terminals that don't know their size are assumed to have 80.
  static func columns(window: Int?, environment: [String: String]) -> Int {
    let window = window.flatMap { $0 > 0 ? $0 : nil }
    let said = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return min(window ?? said ?? 80, said ?? .max)
  }
}
